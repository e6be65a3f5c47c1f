import Access
import Exchange
import Foundation
import Journal
import NetworkLife
import Results
import Storage
import Support
import Testing

@testable import Web

@Suite("A period")
struct PeriodTests {
    @Test("is closed once it is over, in order, and its values stay while what came late is told with its reason", arguments: Engine.allCases)
    func closing(engine: Engine) async throws {
        try await MeetingScene.with(engine) { scene in
            let today = scene.test.store.today
            let start = today.advanced(byMonths: -7)
            try await scene.test.store.perform("test.project", by: nil) { act in
                var project = Project()
                (project.title, project.startsOn, project.months) = ("Un projet", start, 18)
                try act.make(project)
                var indicator = Indicator()
                (indicator.code, indicator.level, indicator.title, indicator.unit) = ("R1.2", .impact, "Rencontres tenues", "rencontres")
                (indicator.origin, indicator.computedBy) = (.register, "R1.2")
                try act.make(indicator)
            }
            func meeting(_ title: String, after days: Int) async throws {
                try await scene.test.store.perform("test.meeting", by: nil) { act in
                    var meeting = MeetingRecord()
                    (meeting.title, meeting.type, meeting.startsOn, meeting.minutes) = (title, .national, start.advanced(by: days), "Le procès-verbal")
                    try act.make(meeting)
                    var attendance = Attendance()
                    (attendance.meeting, attendance.organization, attendance.women) = (meeting.id, scene.organizations[0].id, 3)
                    try act.make(attendance)
                }
            }
            let officer = try await scene.test.browser(of: try await scene.test.member("suivi", [.meal]))
            func close(_ period: String, _ fields: [String: String] = [:]) async throws -> TestAnswer {
                try await officer.post("/periods/\(period)/closing", MeetingScene.form(fields))
            }
            try await meeting("Première", after: 10)
            #expect(try await close("q2").text.contains("Fermez d’abord les trimestres d’avant."))
            #expect(try await close("q3").text.contains("Cette période n’est pas finie"))
            #expect(try await scene.secretariat.post("/periods/q1/closing", MeetingScene.form([:])).status == 403)
            #expect(try await officer.get("/periods/q1").text.contains("Le lieu n’est pas dit"))
            #expect(try await close("q1").status == 303)
            #expect(try await close("q1").text.contains("Cette période est déjà close."))
            let frozen = try await scene.all(FrozenValue.self)
            #expect(frozen.map(\.value) == [.number(Quantity(1))] && frozen.map(\.rows) == [1])
            #expect(FrozenPart.parts(frozen[0].parts) == [FrozenPart("region", nil, .number(Quantity(1)))])
            #expect(try await officer.get("/periods/q1").text.contains("Détail des valeurs arrêtées"))
            let closing = try #require(try await scene.all(PeriodClosing.self).first)
            #expect(try Frontier(bytes: closing.frontier?.bytes ?? []).heads.allSatisfy { $0.scope == .network })

            // A meeting of the first quarter is noted after its closing.
            try await meeting("Retardataire", after: 20)
            #expect(try await officer.get("/periods/q2").text.contains("1 devient 2"))
            let silent = try await close("q2")
            #expect(silent.status == 422 && silent.text.contains("Dites pourquoi cette valeur a changé."))
            #expect(try await close("q2", ["reason-\(frozen[0].id)": "Le procès-verbal est arrivé tard."]).status == 303)
            #expect(try await scene.all(FrozenValue.self).first { $0.closing == closing.id }?.value == .number(Quantity(1)))
            #expect(try await officer.get("/periods/q2").text.contains("Le procès-verbal est arrivé tard."))
            #expect(try await officer.get("/periods/q1").text.contains("corrigée depuis : 2"))
            // The report of the quarter that tells it prints it, and the one before does not.
            let told = { (quarter: Int) in
                try await scene.test.store.read { connection in
                    try PeriodFiles(quarter, measures: Areas.measures, released: [], at: scene.test.store.milliseconds, connection).report
                }
            }
            let report = try await told(2)
            #expect(report.results.corrections.map(\.indicator) == ["R1.2"] && report.results.corrections.map(\.now) == [.count(2)])
            #expect(
                report.results.corrections.map(\.settled) == [.count(1)] && report.results.corrections.map(\.period) == [Phrase("Trimestre 1", en: "Quarter 1")]
            )
            #expect(String(decoding: report.file(in: .french), as: UTF8.self).contains("Le procès-verbal est arrivé tard."))
            #expect(try await told(1).results.corrections.isEmpty)
            #expect(try await told(1).results.indicators.first?.periods[0].parts.map(\.figure) == [.count(1)])
            // What was told once is not asked again.
            #expect(try await !scene.focalPoint.get("/periods/q3").text.contains("Arrivé après la clôture"))
            #expect(try await scene.focalPoint.get("/periods").text.contains("En cours"))
        }
    }
}
