import Access
import Foundation
import Journal
import NetworkLife
import Results
import Statistics
import Storage
import Support
import Testing

@testable import Web

@Suite("The logframe")
struct LogframeTests {
    /// A project ten months old with one result and one objective, and indicators made through their form.
    private static func withProject(_ engine: Engine = .sqlite, _ body: (MeetingScene, ProjectLine) async throws -> Void) async throws {
        try await MeetingScene.with(engine) { scene in
            let start = scene.test.store.today.advanced(byMonths: -10)
            var result = ProjectLine()
            (result.type, result.position, result.text) = (.result, 1, "Un réseau se structure")
            let line = result
            try await scene.test.store.perform("test.project", by: nil) { act in
                var project = Project()
                (project.title, project.mainObjective, project.startsOn, project.months) = ("Un projet", "Soutenir l’engagement", start, 18)
                try act.make(project)
                var made = line
                made.project = project.id
                try act.make(made)
            }
            try await body(scene, line)
        }
    }

    private static func fields(_ line: ProjectLine?, _ more: [String: String] = [:]) -> [String: String] {
        MeetingScene.form(
            [
                "code": "R1.2", "level": "output", "line": line?.id.description ?? "", "title": "Rencontres tenues", "unit": "rencontres", "measure": "1",
                "ascending": "1",
                "aggregation": "sum", "origin": "register", "computed_by": "R1.2",
            ].merging(more) { $1 })
    }

    private static func indicator(_ scene: MeetingScene, _ line: ProjectLine?, _ more: [String: String] = [:]) async throws -> String {
        let answer = try await scene.secretariat.post("/indicators/new", fields(line, more))
        #expect(answer.status == 303)
        return answer.location.split(separator: "?").first.map { String($0) } ?? ""
    }

    @Test("shows each indicator at its line, and what the registers make of it", arguments: Engine.allCases)
    func computed(engine: Engine) async throws {
        try await Self.withProject(engine) { scene, line in
            let page = try await Self.indicator(scene, line)
            #expect(try await scene.focalPoint.get("/logframe").text.contains("Un réseau se structure"))
            let today = scene.test.store.today
            try await scene.test.store.perform("test.meeting", by: nil) { act in
                var meeting = MeetingRecord()
                (meeting.title, meeting.type, meeting.startsOn, meeting.minutes) = (
                    "Première rencontre", .national, today.advanced(by: -40), "Le procès-verbal"
                )
                try act.make(meeting)
                var attendance = Attendance()
                (attendance.meeting, attendance.organization, attendance.women) = (meeting.id, scene.organizations[0].id, 3)
                try act.make(attendance)
            }
            #expect(
                try await scene.secretariat.post("\(page)/targets", MeetingScene.form(["period": "project", "number": "1", "on": today.description])).status
                    == 303)
            let logframe = try await scene.focalPoint.get("/logframe")
            #expect(logframe.text.contains("atteinte") && logframe.text.contains("1 indicateurs, dont 1 avec une valeur"))
            let sheet = try await scene.focalPoint.get(page)
            #expect(sheet.text.contains("Première rencontre") && sheet.text.contains("Trimestre 3") && sheet.text.contains("calculé par les registres"))
            #expect(!sheet.body.contains("/targets"))
        }
    }

    @Test("is read as it stood on another day, and as it was known then", arguments: Engine.allCases)
    func past(engine: Engine) async throws {
        try await Self.withProject(engine) { scene, line in
            let page = try await Self.indicator(scene, line)
            let byHand = try await Self.indicator(scene, line, ["code": "X.1", "origin": "hand", "computed_by": "", "title": "Enquête"])
            let then = scene.test.store.today
            func value(_ number: String, _ reason: String = "") async throws {
                let fields = ["period": "project", "number": number, "on": scene.test.store.today.description, "source": "Enquête", "reason": reason]
                #expect(try await scene.secretariat.post("\(byHand)/values", MeetingScene.form(fields)).status == 303)
            }
            try await value("7")
            // It took place before that day, and is noted ten days later.
            scene.test.clock.advance(minutes: 10 * 24 * 60)
            try await scene.test.store.perform("test.meeting", by: nil) { act in
                var meeting = MeetingRecord()
                (meeting.title, meeting.type, meeting.startsOn, meeting.minutes) = ("Rencontre tardive", .national, then.advanced(by: -40), "Le procès-verbal")
                try act.make(meeting)
                var attendance = Attendance()
                (attendance.meeting, attendance.organization, attendance.women) = (meeting.id, scene.organizations[0].id, 3)
                try act.make(attendance)
            }
            let later = try await scene.test.browser(of: scene.test.member("lateur", [.secretariat]))
            #expect(try await later.get(page).text.contains("Rencontre tardive"))
            let stood = try await later.get("\(page)?at=\(then)&known=0")
            #expect(stood.text.contains("Comme c’était le") && stood.text.contains("Rencontre tardive"))
            let known = try await later.get("\(page)?at=\(then)&known=1")
            #expect(known.status == 200 && known.text.contains("Comme nous le savions le") && !known.text.contains("Rencontre tardive"))
            let before = try await later.get("\(page)?at=\(then.advanced(by: -60))&known=0")
            #expect(!before.text.contains("Rencontre tardive"))
            #expect(try await later.get("/logframe?at=\(then)&known=0").text.contains("2 indicateurs, dont 2 avec une valeur"))
            #expect(try await later.get("/logframe?at=\(then.advanced(by: -1))&known=1").text.contains("Pas encore connu ce jour-là"))
            #expect(try await later.get("\(page)?at=\(then.advanced(by: -1))&known=1").status == 404, "there was no such indicator")
            #expect(try await later.get("\(byHand)?at=\(then.advanced(by: -1))&known=0").text.contains("pas encore saisie"))
            #expect(try await later.get("\(page)?at=2999-01-01&known=1").text.contains("Choisissez un jour passé"))
            // Who may not read it may not read it of another day.
            #expect(try await scene.test.browser().get("\(page)?at=\(then)&known=1").status != 200)
        }
    }

    @Test("keeps a target that another replaces, and asks why")
    func targets() async throws {
        try await Self.withProject { scene, line in
            let page = try await Self.indicator(scene, line)
            let today = scene.test.store.today.description
            func target(_ fields: [String: String]) async throws -> TestAnswer {
                try await scene.secretariat.post("\(page)/targets", MeetingScene.form(["period": "project", "on": today].merging(fields) { $1 }))
            }
            #expect(try await target(["number": "trois"]).text.contains("Donnez un nombre, par exemple 28 ou 3,5."))
            #expect(try await target(["number": "3", "period": "q7"]).text.contains("Le projet ne va pas jusque-là."))
            #expect(try await target(["number": "3", "on": scene.test.store.today.advanced(by: 1).description]).status == 422)
            #expect(try await target(["number": "3"]).status == 303)
            let silent = try await target(["number": "4"])
            #expect(silent.status == 422 && silent.text.contains("Dites pourquoi cette valeur prend la place de l’ancienne."))
            let changed = try await target(["number": "4", "reason": "Une rencontre de plus est financée."])
            #expect(changed.status == 303)
            var sheet = try await scene.secretariat.get(page)
            #expect(sheet.body.contains("<del>3</del>") && sheet.body.contains("<ins>4</ins>") && sheet.text.contains("Une rencontre de plus est financée."))
            #expect(try await changed.undo(in: scene.secretariat).status == 303)
            sheet = try await scene.secretariat.get(page)
            #expect(sheet.body.contains("<ins>3</ins>") && !sheet.body.contains("<del>3</del>"))
        }
    }

    @Test("takes a value by hand with its proof, both parts of a share, and adds up only what adds up")
    func entered() async throws {
        try await Self.withProject { scene, line in
            let page = try await Self.indicator(
                scene, line, ["code": "X.1", "origin": "hand", "computed_by": "", "measure": "2", "aggregation": "none", "unit": "%"])
            let today = scene.test.store.today.description
            func value(_ page: String, _ fields: [String: String]) async throws -> TestAnswer {
                try await scene.secretariat.post(
                    "\(page)/values", MeetingScene.form(["period": "q1", "on": today, "source": "Enquête, annexe 2"].merging(fields) { $1 }))
            }
            #expect(try await value(page, ["part": "18", "whole": "50", "source": ""]).status == 422)
            #expect(try await value(page, ["part": "51", "whole": "50"]).status == 422)
            #expect(try await value(page, ["part": "5"]).status == 422)
            #expect(try await value(page, ["part": "0", "whole": "0"]).status == 422)
            #expect(try await value(page, ["number": "120"]).status == 422)
            #expect(try await value(page, [:]).status == 422)
            #expect(try await value(page, ["part": "18", "whole": "50"]).status == 303)
            #expect(try await scene.focalPoint.get("/logframe").text.contains("36 % (18 sur 50)"))
            let sums = try await Self.indicator(scene, line, ["code": "X.2", "origin": "register", "computed_by": "R9.9"])
            #expect(try await scene.focalPoint.get(sums).text.contains("son registre vient plus tard"))
            for (period, number) in [("q1", "2"), ("q2", "3"), ("s2", "10"), ("q3", "4")] {
                #expect(try await value(sums, ["period": period, "number": number]).status == 303)
            }
            // The third quarter lies in the second half-year, which was said as a whole.
            #expect(try await scene.focalPoint.get(sums).body.contains("<p class=\"figure\">15"))
        }
    }

    @Test("refuses a code that is taken, a line of another level, and a calculation without a measure")
    func rules() async throws {
        try await Self.withProject { scene, line in
            _ = try await Self.indicator(scene, line)
            #expect(try await scene.secretariat.post("/indicators/new", Self.fields(line, ["code": "r1.2"])).text.contains("Un autre indicateur porte ce code"))
            #expect(
                try await scene.secretariat.post("/indicators/new", Self.fields(line, ["code": "X", "level": "outcome"])).text.contains(
                    "Choisissez une ligne de ce niveau"))
            #expect(
                try await scene.secretariat.post("/indicators/new", Self.fields(line, ["code": "X", "level": "impact"])).text.contains("laissez la ligne vide"))
            #expect(
                try await scene.secretariat.post("/indicators/new", Self.fields(line, ["code": "X", "computed_by": ""])).text.contains(
                    "Dites quelle mesure le calcule."))
            #expect(try await scene.focalPoint.post("/indicators/new", Self.fields(line, ["code": "X"])).status == 403)
        }
    }

    @Test("gives no figure about people outside the organisation that helps them, and leads its own people to theirs")
    func persons() async throws {
        try await CaseSite.with { site in
            try await site.test.store.perform("test.project", by: nil) { act in
                var project = Project()
                project.title = "Un projet"
                try act.make(project)
                var indicator = Indicator()
                (indicator.code, indicator.level, indicator.title, indicator.unit) = ("R2.2", .process, "Personnes repérées", "personnes")
                (indicator.origin, indicator.computedBy) = (.register, "R2.2")
                try act.make(indicator)
            }
            _ = try await site.opened(by: site.agent)
            let page = try await site.test.store.read { try $0.all(Indicator.self).first.map { "/indicators/\($0.id)" } ?? "" }
            for member in [site.supervisor, try await site.test.member("secretaire", [.secretariat])] {
                let browser = try await site.test.browser(of: member)
                for path in ["/logframe", page] { #expect(try await browser.get(path).text.contains("pas encore diffusé")) }
                #expect(try await browser.get(page).body.contains("measure=R2.2") == (member.account == site.supervisor.account))
            }
        }
    }

    @Test("sorts codes as people count, impact first and the running of the project last")
    func order() {
        let indicators = [("P.1", IndicatorLevel.process), ("R2.10", .output), ("R2.9", .output), ("I.1", .impact), ("O1.2", .outcome)].map { code, level in
            var indicator = Indicator()
            (indicator.code, indicator.level) = (code, level)
            return indicator
        }
        #expect(indicators.sorted { $0.order < $1.order }.map(\.code) == ["I.1", "O1.2", "R2.9", "R2.10", "P.1"])
    }

    @Test("divides eighteen months into three half-years and six quarters, by the day that the project began")
    func periods() {
        var project = Project()
        (project.startsOn, project.months) = (Day("2027-01-31"), 17)
        #expect(ProjectPeriod.quarters(of: project).map(\.code) == ["q1", "q2", "q3", "q4", "q5", "q6"])
        #expect(ProjectPeriod.halves(of: project).map(\.code) == ["s1", "s2", "s3"])
        #expect(ProjectPeriod.quarter(2).days(in: project).map { "\($0)" } == "2027-04-30...2027-07-30")
        #expect(ProjectPeriod.quarter(6).days(in: project)?.upperBound == project.endsOn)
        #expect(ProjectPeriod.project.days(in: project)?.upperBound == project.endsOn)
        #expect(ProjectPeriod.quarter(7).months(in: project) == nil)
        project.startsOn = nil
        #expect(ProjectPeriod.quarter(1).days(in: project) == nil && ProjectPeriod.quarter(1).months(in: project) == 0..<3)
    }
}
