import Access
import Accounts
import Foundation
import Journal
import NetworkLife
import Protection
import Results
import Storage
import Support
import Testing

@testable import Web

@Suite("The results at a glance")
struct GlancePageTests {
    /// A project with one result, one indicator of meetings and one of people, each with a target.
    private static func withResult(_ engine: Engine = .sqlite, _ body: (MeetingScene) async throws -> Void) async throws {
        try await MeetingScene.with(engine) { scene in
            let today = scene.test.store.today
            try await scene.test.store.perform("test.project", by: nil) { act in
                var project = Project()
                (project.title, project.startsOn, project.months) = ("Un projet", today.advanced(byMonths: -10), 18)
                try act.make(project)
                var line = ProjectLine()
                (line.project, line.type, line.position, line.text) = (project.id, .result, 1, "Un réseau se structure")
                try act.make(line)
                for (code, title, goal) in [("R1.2", "Rencontres tenues", 4), ("R2.1", "Personnes informées", 1_000)] {
                    var indicator = Indicator()
                    (indicator.code, indicator.level, indicator.line, indicator.title, indicator.unit) = (code, .output, line.id, title, "unités")
                    (indicator.origin, indicator.computedBy) = (.register, code)
                    try act.make(indicator)
                    var target = Target()
                    (target.indicator, target.period, target.number, target.on) = (indicator.id, .project, Quantity(goal), today)
                    try act.make(target)
                }
                var meeting = MeetingRecord()
                (meeting.title, meeting.type, meeting.startsOn, meeting.minutes) = (
                    "Première rencontre", .national, today.advanced(by: -40), "Le procès-verbal"
                )
                try act.make(meeting)
                var attendance = Attendance()
                (attendance.meeting, attendance.organization, attendance.women) = (meeting.id, scene.organizations[0].id, 3)
                try act.make(attendance)
            }
            try await body(scene)
        }
    }

    /// Each of the organisations informs as many women and men there.
    private static func inform(_ people: Int, in region: String, by organizations: [OrganizationProfile], _ store: Store) async throws {
        for organization in organizations {
            try await store.perform("test.session", by: nil, in: .organization(organization.id)) { act in
                var session = InformationSession()
                (session.on, session.place) = (store.today.advanced(by: -100), PlaceCode(region))
                (session.people.women, session.people.men) = (people, people)
                try act.make(session)
            }
        }
    }

    private static func release(_ store: Store) async throws {
        let draft = try await store.read { try ReleaseDraft(ProtectionMeasures.released, of: $0.organizations(), on: store.today, $0) }
        try await draft?.make(in: store, by: nil, on: store.today)
    }

    @Test("say what to do where no result has an indicator")
    func empty() async throws {
        try await MeetingScene.with { scene in
            try await scene.test.store.perform("test.project", by: nil) { try $0.make(Project()) }
            #expect(try await scene.focalPoint.get("/logframe/glance").text.contains("Ajoutez-les au cadre logique"))
        }
    }

    @Test("show how far each is from its target, exact of what the network does", arguments: Engine.allCases)
    func distance(engine: Engine) async throws {
        try await Self.withResult(engine) { scene in
            let page = try await scene.focalPoint.get("/logframe/glance")
            #expect(page.status == 200 && page.text.contains("0 cibles atteintes sur 1"))
            #expect(page.text.contains("cible : 4") && page.text.contains("1 – 25 %"))
            #expect(page.text.contains("Pas encore de valeur") && page.body.contains("R2.1 Personnes informées"))
            #expect(page.body.contains(#"id="map""#) && page.body.contains(#"id="trend""#))
        }
    }

    @Test("show of people what was released, and hide the region of one organisation", arguments: Engine.allCases)
    func released(engine: Engine) async throws {
        try await Self.withResult(engine) { scene in
            let store = scene.test.store
            try await Self.inform(50, in: "NE001", by: scene.organizations, store)
            try await Self.inform(70, in: "NE008", by: scene.organizations, store)
            try await Self.inform(41, in: "NE005", by: [scene.organizations[0]], store)
            try await Self.inform(43, in: "NE007", by: [scene.organizations[1]], store)
            let before = try await scene.focalPoint.get("/logframe/glance?indicator=R2.1")
            #expect(!before.text.contains("300") && before.text.contains("–"))
            try await Self.release(store)
            let page = try await scene.focalPoint.get("/logframe/glance?indicator=R2.1")
            #expect(page.text.contains("300") && page.text.contains("420") && page.text.contains("m."))
            for hidden in ["82", "86"] { #expect(page.body.firstMatch(of: try Regex("[> ]\(hidden)[< ]")) == nil, "\(hidden)") }
            #expect(try await scene.focalPoint.get("/logframe/glance?indicator=R9.9").status == 404)
        }
    }

    @Test("count what antennas and members do, and lead nobody to another’s figures", arguments: Engine.allCases)
    func work(engine: Engine) async throws {
        try await Self.withResult(engine) { scene in
            let today = scene.test.store.today
            try await scene.test.store.perform("test.branch", by: nil) { act in
                var branch = BranchProfile()
                (branch.name, branch.place) = ("Antenne d’essai", PlaceCode("NE005"))
                try act.make(branch)
                var meeting = MeetingRecord()
                (meeting.title, meeting.type, meeting.startsOn, meeting.branch) = ("Réunion", .branch, today.advanced(by: -40), branch.id)
                try act.make(meeting)
                var attendance = Attendance()
                (attendance.meeting, attendance.organization, attendance.women, attendance.men) = (meeting.id, scene.organizations[0].id, 9, 4)
                try act.make(attendance)
                var organization = scene.organizations[0]
                organization.standing = .member
                try act.update(organization)
                var owner = AccountProfile()
                (owner.organization, owner.signInName, owner.displayName) = (organization.id, "alpha", "Quelqu’un d’Alpha")
                try act.make(owner)
                for days in [-30, -3, 30] {
                    var decision = Decision()
                    (decision.meeting, decision.text, decision.due) = (meeting.id, "Faire", today.advanced(by: days))
                    decision.owner = owner.id
                    try act.make(decision)
                }
            }
            func numbers(_ page: TestAnswer, of row: String) throws -> [String] {
                let row = try #require(page.body.components(separatedBy: "<tr>").first { $0.contains(row) })
                return row.matches(of: #/>(\d+)<\/td>/#).map { String($0.1) }
            }
            #expect(try await numbers(scene.focalPoint.get("/logframe/glance"), of: "Antenne d’essai").suffix(3) == ["1", "3", "2"])
            let members = try await scene.focalPoint.get("/logframe/glance/members")
            #expect(try numbers(members, of: scene.organizations[0].shortName).prefix(4) == ["2", "16", "3", "2"])
            #expect(!members.body.contains("/measures"))
        }
    }

    @Test("stay as they are whatever the registers of people take in until the next release")
    func untouched() async throws {
        try await Self.withResult { scene in
            let store = scene.test.store
            try await Self.inform(50, in: "NE001", by: scene.organizations, store)
            try await Self.release(store)
            let before = try await scene.focalPoint.get("/logframe/glance?indicator=R2.1").text
            for _ in 0..<3 { try await Self.inform(60, in: "NE001", by: scene.organizations, store) }
            #expect(try await scene.focalPoint.get("/logframe/glance?indicator=R2.1").text == before)
        }
    }
}
