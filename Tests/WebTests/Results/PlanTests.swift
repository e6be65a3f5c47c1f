import Access
import Foundation
import Journal
import NetworkLife
import Results
import Storage
import Support
import Testing

@testable import Web

/// A project that began ten months ago, and whoever keeps it.
struct ProjectScene: Sendable {
    let scene: MeetingScene
    var secretariat: TestBrowser { scene.secretariat }
    var focalPoint: TestBrowser { scene.focalPoint }
    var store: Store { scene.test.store }

    static func with(_ engine: Engine = .sqlite, startsOn start: Day? = Day("2026-05-01"), _ body: (ProjectScene) async throws -> Void) async throws {
        try await MeetingScene.with(engine) { scene in
            try await scene.test.store.perform("test.project", by: nil) { act in
                var project = Project()
                (project.title, project.startsOn, project.months) = ("Un projet", start, 18)
                try act.make(project)
            }
            try await body(ProjectScene(scene: scene))
        }
    }

    /// Sends a form; returns where it led, without what was said there.
    @discardableResult
    func post(_ path: String, _ fields: [String: String], by browser: TestBrowser? = nil, status: Int = 303) async throws -> String {
        let answer = try await (browser ?? secretariat).post(path, MeetingScene.form(fields))
        #expect(answer.status == status, "\(path): \(answer.text.prefix(600))")
        return answer.location.split(separator: "?").first.map { String($0) } ?? ""
    }

    func addActivity(_ code: String, _ first: Int?, _ last: Int?, _ more: [String: String] = [:]) async throws -> String {
        let months = ["first_month": first.map { "\($0)" } ?? "", "last_month": last.map { "\($0)" } ?? ""]
        return try await post("/activities/new", ["code": code, "title": "Activité \(code)"].merging(months) { $1 }.merging(more) { $1 })
    }
}

@Suite("The activity plan")
struct PlanTests {
    @Test("keeps activities within the project, each code once", arguments: Engine.allCases)
    func adding(engine: Engine) async throws {
        try await ProjectScene.with(engine) { project in
            let first = try await project.addActivity("A1.2", 1, 3)
            #expect(try await project.secretariat.get(first).text.contains("mai 2026 – juillet 2026"))
            for (fields, sentence) in [
                (["first_month": "4", "last_month": "3"], "La fin vient avant le début."), (["first_month": "4"], "ou aucun des deux"),
                (["first_month": "4", "last_month": "19"], "Donnez un mois du projet, de 1 à 18."), (["code": "a1.2"], "déjà celui de : Activité A1.2"),
            ] {
                let answer = try await project.secretariat.post(
                    "/activities/new", MeetingScene.form(["code": "A9", "title": "Autre"].merging(fields) { $1 }))
                #expect(answer.status == 422)
                #expect(answer.text.replacing("\u{A0}", with: " ").contains(sentence), "\(fields)")
            }
            #expect(try await project.secretariat.get("/activities").text.contains("1 activité"))
        }
    }

    @Test("says what is late, and why, until it is done; a note about an earlier day changes nothing", arguments: Engine.allCases)
    func progress(engine: Engine) async throws {
        try await ProjectScene.with(engine) { project in
            let late = try await project.addActivity("A1", 1, 3)
            _ = try await project.addActivity("A2", 16, 18)
            #expect(try await project.secretariat.get("/activities").text.contains("0 réalisée sur 2, 1 en retard."))
            let option = try #require(try await project.secretariat.get("/activities").body.firstMatch(of: #/value="(late-\d+)"/#)?.1)
            let narrowed = try await project.secretariat.get("/activities?standing=\(option)").text
            #expect(narrowed.contains("A1 Activité A1"))
            #expect(!narrowed.contains("A2 Activité A2"))
            let today = project.store.today
            let tomorrow = today.advanced(by: 1)
            try await project.post(late + "/reports", ["on": "\(tomorrow)", "state": "done"], by: project.focalPoint, status: 422)
            try await project.post(late + "/reports", ["on": "\(today)", "state": "underway", "percent": "101"], by: project.focalPoint, status: 422)
            try await project.post(
                late + "/reports", ["on": "\(today)", "state": "underway", "percent": "60", "note": "Pluies tardives."], by: project.focalPoint)
            let page = try await project.secretariat.get(late).text
            #expect(page.contains("Pluies tardives.") && page.contains("en retard de"))
            let done = try await project.secretariat.post(late + "/reports", MeetingScene.form(["on": "\(today)", "state": "done"]))
            #expect(try await project.secretariat.get("/activities").text.contains("1 réalisée sur 2, aucune en retard."))
            try await project.post(late + "/reports", ["on": "\(today.advanced(by: -40))", "state": "underway"])
            #expect(try await project.secretariat.get("/activities").text.contains("1 réalisée sur 2, aucune en retard."))
            _ = try await done.undo(in: project.secretariat)
            #expect(try await project.secretariat.get("/activities").text.contains("0 réalisée sur 2, 1 en retard."))
        }
    }

    @Test("reaches a milestone once, with what shows it")
    func milestones() async throws {
        try await ProjectScene.with { project in
            let activity = try await project.addActivity("A1", 1, 3)
            try await project.post(activity + "/milestones", ["text": "Grilles remplies", "month": "19"], status: 422)
            try await project.post(activity + "/milestones", ["text": "Grilles remplies", "month": "2"])
            #expect(try await project.focalPoint.get(activity).text.contains("En retard"))
            let milestone = try #require(try await project.scene.all(Milestone.self).first)
            let reach = "/activities/milestones/\(milestone.id)/reach"
            try await project.post(reach, ["on": "\(project.store.today)", "what": ""], by: project.focalPoint, status: 422)
            try await project.post(reach, ["on": "\(project.store.today)", "what": "Onze grilles signées"], by: project.focalPoint)
            try await project.post(reach, ["on": "\(project.store.today)", "what": "Encore"], by: project.focalPoint, status: 422)
            #expect(try await project.focalPoint.get(activity).text.contains("Onze grilles signées"))
        }
    }

    @Test("gives an antenna its quarter: what is there, what is everywhere, what is left over", arguments: Engine.allCases)
    func quarter(engine: Engine) async throws {
        try await ProjectScene.with(engine) { project in
            var agadez = BranchProfile()
            (agadez.name, agadez.place) = ("Agadez", PlaceCode("NE001006001"))
            let branch = agadez
            try await project.store.perform("test.branch", by: nil) { try $0.make(branch) }
            _ = try await project.addActivity("A1", 4, 6, ["regions": "NE001"])
            _ = try await project.addActivity("A2", 4, 6, ["regions": "NE005"])
            _ = try await project.addActivity("A3", 4, 6)
            _ = try await project.addActivity("A4", 1, 2, ["regions": "NE001"])
            _ = try await project.addActivity("A5", 7, 9, ["regions": "NE001"])
            let plan = try await project.focalPoint.get("/activities/quarter?branch=\(branch.id)&quarter=2").text
            for code in ["A1", "A3", "A4"] { #expect(plan.contains("\(code) Activité"), "\(code)") }
            for code in ["A2", "A5"] { #expect(!plan.contains("\(code) Activité"), "\(code)") }
            let report = try await project.focalPoint.get("/activities/quarter/report?branch=\(branch.id)&quarter=2").text
            #expect(report.contains("En retard, et pourquoi"))
            #expect(report.contains("A5 Activité A5, novembre 2026 – janvier 2027"))
        }
    }

    @Test("counts months as long as the start is not known")
    func undated() async throws {
        try await ProjectScene.with(startsOn: nil) { project in
            let activity = try await project.addActivity("A1", 1, 3)
            #expect(try await project.focalPoint.get(activity).text.contains("M1–M3"))
            #expect(try await project.focalPoint.get("/activities/chronogram").text.contains("dont la date reste à saisir"))
            #expect(try await project.focalPoint.get("/activities/quarter").text.contains("Trimestre 1"))
        }
    }
}
