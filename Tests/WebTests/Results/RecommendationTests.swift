import Access
import Foundation
import Journal
import NetworkLife
import Storage
import Support
import Testing

@testable import Web

@Suite("Recommendations")
struct RecommendationTests {
    @Test("are numbered through, and open the next session of the committee, those of evaluations among them", arguments: Engine.allCases)
    func carried(engine: Engine) async throws {
        try await MeetingScene.with(engine) { scene in
            let first = try await scene.addMeeting("Première session", in: -60, type: "steering", length: "1")
            let evaluation = try await scene.addMeeting("Évaluation à mi-parcours", in: -30, type: "evaluation", length: "1")
            let other = try await scene.addMeeting("Bureau", in: -20, type: "body", length: "1")
            let due = scene.test.store.today.advanced(by: -5).description
            let addressee = scene.organizations[1].id.description
            #expect(try await scene.secretariat.post(first + "/recommendations", MeetingScene.form(["text": ""])).status == 422)
            for (meeting, text) in [(first, "Tenir les délais"), (evaluation, "Former les antennes")] {
                let form = MeetingScene.form(["text": text, "addressee": addressee, "due": due])
                #expect(try await scene.secretariat.post(meeting + "/recommendations", form).status == 303)
            }
            let list = try await scene.focalPoint.get("/recommendations").text
            #expect(list.contains("1. Tenir les délais") && list.contains("2. Former les antennes") && list.contains("Bêta"))
            let second = try await scene.addMeeting("Deuxième session", in: 20, type: "steering", length: "1")
            let opening = try await scene.secretariat.get(second).text
            #expect(opening.contains("1. Tenir les délais") && opening.contains("2. Former les antennes") && opening.contains("en retard de 5 jours"))
            #expect(try await !scene.secretariat.get(other).text.contains("Former les antennes"))
            let made = try #require(try await scene.all(Decision.self).first { $0.number == 1 })
            let done = MeetingScene.form(["on": scene.test.store.today.description, "state": "done", "note": "Tenus."])
            #expect(try await scene.secretariat.post("/decisions/\(made.id)/follow-ups", done).status == 303)
            let after = try await scene.secretariat.get(second).text
            #expect(after.contains("Réglées depuis : 1".replacing(" :", with: "\u{A0}:")) || after.contains("Réglées depuis : 1"))
            #expect(try await scene.secretariat.get("/decisions/\(made.id)").text.contains("Recommandation 1"))
        }
    }
}
