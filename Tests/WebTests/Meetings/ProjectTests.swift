import Foundation
import Journal
import NetworkLife
import Results
import Storage
import Support
import Testing

@testable import Web

@Suite("The project")
struct ProjectTests {
    private static func withProject(_ body: (MeetingScene) async throws -> Void) async throws {
        try await MeetingScene.with { scene in
            try await scene.test.store.perform("test.project", by: nil) { act in
                var project = Project()
                project.title = "Un projet"
                project.lead = scene.organizations[0].id
                project.startsOn = scene.test.store.today.advanced(by: -10)
                project.months = 18
                try act.make(project)
            }
            try await body(scene)
        }
    }

    @Test("has lines that are added, reworded and removed, each taken back")
    func lines() async throws {
        try await Self.withProject { scene in
            for text in ["Premier", "Second"] {
                #expect(try await scene.secretariat.post("/project/lines", MeetingScene.form(["type": "axis", "text": text])).status == 303)
            }
            #expect(try await scene.secretariat.post("/project/lines", MeetingScene.form(["type": "boulevard", "text": "x"])).status == 422)
            #expect(try await scene.secretariat.post("/project/lines", MeetingScene.form(["type": "axis", "text": ""])).status == 422)
            let line = try #require(try await scene.all(ProjectLine.self).first { $0.text == "Second" })
            #expect(line.position == 2)
            #expect(try await scene.secretariat.post("/project-lines/\(line.id)/edit", MeetingScene.form(["text": "Deuxième"])).status == 303)
            let removed = try await scene.secretariat.post("/project-lines/\(line.id)/removal", MeetingScene.form([:]))
            #expect(try await !scene.secretariat.get("/project").body.contains("<p>Deuxième</p>"))
            #expect(try await removed.undo(in: scene.secretariat).location.hasPrefix("/project"))
            #expect(try await scene.secretariat.get("/project").body.contains("<p>Deuxième</p>"))
        }
    }

    @Test("has stakeholders of the directory, and a study whose days follow one another")
    func stakeholdersAndStudy() async throws {
        try await Self.withProject { scene in
            let organization = scene.organizations[1].id.description
            #expect(
                try await scene.secretariat.post("/project/stakeholders", MeetingScene.form(["organization": organization, "part": "partenaire"])).status == 303
            )
            #expect(
                try await scene.secretariat.post("/project/stakeholders", MeetingScene.form(["organization": ID<Organization>().description, "part": "x"]))
                    .status == 422)
            #expect(try await scene.secretariat.get("/project").text.contains("partenaire"))
            let study = [
                "title": "Étude", "authors": "Une équipe", "starts_on": "1/2/2027", "ends_on": "1/1/2027", "method": "Entretiens", "findings": "Beaucoup.",
            ]
            let wrong = try await scene.secretariat.post("/project/study/edit", MeetingScene.form(study))
            #expect(wrong.status == 422)
            #expect(wrong.text.contains("La fin vient avant le début"))
            #expect(wrong.body.contains("Beaucoup."))
            #expect(try await scene.secretariat.post("/project/study/edit", MeetingScene.form(study.merging(["ends_on": "3/2/2027"]) { $1 })).status == 303)
            #expect(try await scene.focalPoint.get("/project/study").text.contains("Entretiens"))
            #expect(try await scene.secretariat.post("/project/edit", MeetingScene.form(["title": "Un projet", "months": "0"])).status == 422)
        }
    }

    @Test("proposes a date for a national meeting that has none, six months after the one before")
    func proposals() async throws {
        try await Self.withProject { scene in
            let first = try await scene.addMeeting("Première", in: nil)
            #expect(try await scene.secretariat.get(first).text.contains("celle-ci tomberait autour du"))
            _ = try await scene.addMeeting("Deuxième", in: 10)
            #expect(MeetingRecord.proposal(for: 2, previous: Day("2027-08-31"), projectStart: nil) == Day("2028-02-29"))
            #expect(MeetingRecord.proposal(for: 1, previous: nil, projectStart: Day("2027-01-31")) == Day("2027-02-28"))
            #expect(MeetingRecord.proposal(for: 3, previous: nil, projectStart: nil) == nil)
        }
    }
}
