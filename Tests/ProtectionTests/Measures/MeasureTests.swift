import Access
import Accounts
import Journal
import Protection
import Statistics
import Storage
import Support
import Testing

@Suite("What the registers come to")
struct MeasureTests {
    private static func day(_ day: Int) -> Day { NotedRegisters.day(day) }

    @Test("R2.1 adds up the people of each session, and tells them apart", arguments: Engine.allCases)
    func informed(engine: Engine) async throws {
        try await NotedRegisters.with(engine) { registers in
            for (organization, day) in [(registers.own, Self.day(8)), (registers.own, NotedRegisters.day(28, 2)), (registers.other, Self.day(8))] {
                try await registers.note(by: organization) { act in
                    var session = InformationSession()
                    (session.on, session.place) = (day, PlaceCode("NE001002001"))
                    (session.people.women, session.people.boys, session.people.others) = (7, 4, 1)
                    try act.make(session)
                }
            }
            let (figure, rows) = try await registers.figure("R2.1")
            #expect(figure == .count(12))
            #expect(rows.first { $0.codes["sex"] == "male" }?.codes == ["sex": "male", "age": "child", "region": "NE001", "manner": "session"])
        }
    }

    @Test("R2.2 counts the persons of the files where a risk was found, who agree to be counted, and of joined files once", arguments: Engine.allCases)
    func identified(engine: Engine) async throws {
        try await NotedRegisters.with(engine) { registers in
            let first = try await registers.file(family: 2)
            let again = try await registers.file()
            let counted = try await registers.file()
            try await registers.file(factors: false)
            try await registers.file(statistics: .no)
            try await registers.file(statistics: nil)
            try await registers.file(month: "2027-02")
            try await registers.file(by: registers.other)
            #expect(try await registers.figure("R2.2").figure == .count(5))
            try await registers.note { act in
                var join = CaseJoin()
                (join.caseFile, join.otherFile, join.on) = (first, again, Self.day(9))
                try act.make(join)
            }
            #expect(try await registers.figure("R2.2").figure == .count(4))
            try await registers.withdraw("statistics", of: counted)
            #expect(try await registers.figure("R2.2").figure == .count(3))
            // Of two that are joined, the one that stays counts the person still.
            try await registers.erase(again)
            #expect(try await registers.figure("R2.2").figure == .count(3))
            try await registers.erase(first)
            #expect(try await registers.figure("R2.2").figure == .count(3))
        }
    }

    @Test("R2.3 counts who was assessed by their date, and who was not and whose date has passed", arguments: Engine.allCases)
    func assessed(engine: Engine) async throws {
        try await NotedRegisters.with(engine) { registers in
            try await registers.file { ($0.assessBy, $0.assessedOn) = (Self.day(10), Self.day(10)) }
            try await registers.file { ($0.assessBy, $0.assessedOn) = (Self.day(10), Self.day(11)) }
            try await registers.file { $0.assessBy = Self.day(12) }
            try await registers.file { $0.assessBy = Self.day(25) }
            #expect(try await registers.figure("R2.3").figure == .share(1, of: 3))
        }
    }

    @Test("R2.4 counts what was sent, R2.5 what was accepted of the answers, R2.6 what was answered within 14 days", arguments: Engine.allCases)
    func referrals(engine: Engine) async throws {
        try await NotedRegisters.with(engine) { registers in
            let file = try await registers.file()
            let silent = try await registers.file(statistics: .no)
            try await registers.refer(file, on: Self.day(1), [(.acknowledged, 2), (.accepted, 4)])
            try await registers.refer(file, on: Self.day(2), [(.refused, 18)])
            try await registers.refer(file, on: Self.day(3))
            try await registers.refer(file, on: Self.day(15))
            try await registers.refer(file, on: NotedRegisters.day(28, 2), [(.accepted, 1)])
            try await registers.refer(silent, on: Self.day(4), [(.accepted, 5)])
            #expect(try await registers.figure("R2.4").figure == .count(4))
            #expect(try await registers.figure("R2.5").figure == .share(1, of: 2))
            #expect(try await registers.figure("R2.6").figure == .share(1, of: 3))
            try await registers.note { act in
                var outside = OutsideReferral()
                (outside.caseFile, outside.sentOn, outside.priority) = (file, Self.day(5), .urgent)
                try act.make(outside)
                var step = OutsideStep()
                (step.caseFile, step.outside, step.step, step.on) = (file, outside.id, .accepted, Self.day(6))
                try act.make(step)
            }
            let (figure, rows) = try await registers.figure("R2.4")
            #expect(figure == .count(5))
            #expect(rows.filter { $0.codes["way"] == "outside" }.map { $0.codes["priority"] } == ["urgent"])
            #expect(try await registers.figure("R2.5").figure == .share(2, of: 3))
        }
    }

    @Test("O2.1 counts the closed that were served, effective access apart, and O2.2 takes the middle of the days", arguments: Engine.allCases)
    func outcomes(engine: Engine) async throws {
        try await NotedRegisters.with(engine) { registers in
            let file = try await registers.file()
            let way: [(ReferralStepKind, Int)] = [(.accepted, 3), (.served, 6), (.access, 8), (.closed, 9)]
            try await registers.refer(file, on: Self.day(2), way, access: .reached)
            try await registers.refer(file, on: Self.day(4), way, access: .partly)
            try await registers.refer(file, on: NotedRegisters.day(1, 1), [(.refused, 4), (.closed, 5)])
            try await registers.refer(file, on: Self.day(5), [(.accepted, 6)])
            try await registers.refer(file, on: Self.day(1), [(.accepted, 2), (.served, 11)])
            #expect(try await registers.figure("O2.1").figure == .share(2, of: 3))
            #expect(try await registers.figure("O2.1.a").figure == .share(1, of: 3))
            // 4, 2 and 10 days; one has none yet.
            #expect(try await registers.figure("O2.2").figure == .median(doubled: 8, of: 3, incomplete: 1))
            // One question asked of all of them, as a page does, is answered to each as to it alone.
            let shared = registers.question
            for measure in ProtectionMeasures.all {
                let together = try await registers.store.read { try measure.rows(shared, $0) }
                #expect(try await registers.figure(measure.code).rows == together, "\(measure.code)")
            }
        }
    }

    @Test("R2.7 counts the files whose consent is noted, and R2.12 the closures with their reason", arguments: Engine.allCases)
    func files(engine: Engine) async throws {
        try await NotedRegisters.with(engine) { registers in
            let file = try await registers.file()
            try await registers.file(statistics: .no)
            try await registers.file(statistics: nil)
            #expect(try await registers.figure("R2.7").figure == .share(2, of: 3))
            for (verdict, day) in [(ClosureVerdict.approved, 5), (.returned, 6), (.approved, 30)] {
                try await registers.note { act in
                    var closure = CaseClosure()
                    (closure.caseFile, closure.askedBy, closure.askedOn) = (file, ID(), Self.day(4))
                    (closure.verdict, closure.decidedOn) = (verdict, Self.day(day))
                    try act.make(closure)
                }
            }
            #expect(try await registers.figure("R2.12").figure == .share(2, of: 2))
        }
    }

    @Test("R2.8 counts each person once, and each level by itself", arguments: Engine.allCases)
    func legalHelp(engine: Engine) async throws {
        try await NotedRegisters.with(engine) { registers in
            let (one, two) = (try await registers.file(), try await registers.file())
            for (file, level, month) in [(one, 0, "2027-03"), (one, 0, "2027-03"), (one, 2, "2027-03"), (two, 0, "2027-03"), (two, 1, "2027-02")] {
                try await registers.note { act in
                    var service = ServiceGiven()
                    (service.caseFile, service.legalHelp, service.month) = (file, LegalHelp.list[level].0, month)
                    try act.make(service)
                }
            }
            try await registers.note { act in
                var service = ServiceGiven()
                (service.caseFile, service.month) = (two, "2027-03")
                try act.make(service)
            }
            let (figure, rows) = try await registers.figure("R2.8")
            #expect(figure == .count(2))
            let measure = ProtectionMeasures.all.first { $0.code == "R2.8" }!
            let levels = measure.figures(of: rows, by: measure.dimensions[0])
            #expect(levels.map(\.code) == ["consultation", "representation"])
            #expect(levels.map(\.figure) == [.count(2), .count(1)])
        }
    }

    @Test("R2.13 counts what people said, and I.1 the last answer of each closure that says three or four", arguments: Engine.allCases)
    func voice(engine: Engine) async throws {
        try await NotedRegisters.with(engine) { registers in
            let (one, two, silent) = (try await registers.file(), try await registers.file(), try await registers.file(statistics: .no))
            let said: [(ID<CaseFile>, String, FeedbackMoment, String)] = [
                (one, "4", .closure, "2027-03"), (one, "1", .underway, "2027-03"), (two, "3", .closure, "2027-03"), (two, "2", .closure, "2027-03"),
                (silent, "4", .closure, "2027-03"), (two, "4", .closure, "2027-02"),
            ]
            for (file, level, moment, month) in said {
                try await registers.note { act in
                    var feedback = Feedback()
                    (feedback.caseFile, feedback.level, feedback.moment, feedback.month) = (file, FeedbackLevel(code: level), moment, month)
                    feedback.manner = VoiceManner(code: "written")
                    try act.make(feedback)
                }
            }
            #expect(try await registers.figure("R2.13").figure == .count(4))
            #expect(try await registers.figure("I.1").figure == .share(1, of: 2))
        }
    }

    @Test("R2.13.a counts the complaints of the whole network by month, and tells no exact number", arguments: Engine.allCases)
    func complaints(engine: Engine) async throws {
        try await NotedRegisters.with(engine) { registers in
            for (month, state) in [("2027-03", ComplaintState.received), ("2027-03", .closed), ("2027-02", .closed)] {
                try await registers.store.perform("sample.load", by: nil) { act in
                    var complaint = Complaint()
                    (complaint.month, complaint.state, complaint.slip) = (month, state, AnyID.random())
                    try act.make(complaint)
                }
            }
            let (figure, rows) = try await registers.figure("R2.13.a")
            #expect(figure == .count(2))
            let measure = ProtectionMeasures.all.first { $0.code == "R2.13.a" }!
            #expect(measure.subject == .common && ProtectionMeasures.all.count { $0.subject == .common } == 1)
            #expect(measure.figures(of: rows, by: measure.dimensions[0]).map(\.figure) == [.count(1), .count(1)])
            #expect(measure.figures(of: [], by: measure.dimensions[0]).map(\.figure) == [.count(0), .count(0)], "each line is there, whatever was counted")
        }
    }

    @Test("keep what they had of a case file once it is erased, without a band of anyone", arguments: Engine.allCases)
    func erased(engine: Engine) async throws {
        try await NotedRegisters.with(engine) { registers in
            let file = try await registers.file(family: 2) { ($0.assessBy, $0.assessedOn, $0.region) = (Self.day(10), Self.day(9), PlaceCode("NE001")) }
            let silent = try await registers.file(statistics: .no)
            for one in [file, silent] {
                try await registers.note { act in
                    for (level, moment) in [("1", FeedbackMoment.underway), ("3", .closure)] {
                        var feedback = Feedback()
                        (feedback.caseFile, feedback.level, feedback.moment, feedback.month) = (one, FeedbackLevel(code: level), moment, "2027-03")
                        feedback.manner = VoiceManner(code: "written")
                        try act.make(feedback)
                    }
                    var service = ServiceGiven()
                    (service.caseFile, service.legalHelp, service.month) = (one, LegalHelp.list[0].0, "2027-03")
                    try act.make(service)
                    var closure = CaseClosure()
                    (closure.caseFile, closure.askedBy, closure.askedOn, closure.verdict, closure.decidedOn) = (one, ID(), Self.day(4), .approved, Self.day(5))
                    try act.make(closure)
                    var outside = OutsideReferral()
                    (outside.caseFile, outside.sentOn, outside.priority) = (one, Self.day(5), .urgent)
                    try act.make(outside)
                    for (kind, day) in [(ReferralStepKind.accepted, 6), (.served, 8), (.access, 8), (.closed, 9)] {
                        var step = OutsideStep()
                        (step.caseFile, step.outside, step.step, step.on) = (one, outside.id, kind, Self.day(day))
                        if kind == .access { step.access = .reached }
                        try act.make(step)
                    }
                }
            }
            try await registers.refer(file, on: Self.day(2), [(.accepted, 4)])
            func figures() async throws -> [String: Figure] {
                var figures: [String: Figure] = [:]
                // Whether records are complete is asked of those that are here.
                for measure in ProtectionMeasures.all where measure.code != "P.3" { figures[measure.code] = try await registers.figure(measure.code).figure }
                return figures
            }
            let before = try await figures()
            #expect(before["R2.2"] == .count(3) && before["R2.8"] == .count(1) && before["R2.13"] == .count(2) && before["I.1"] == .share(1, of: 1))
            #expect(before["O2.1"] == .share(1, of: 1) && before["R2.4"] == .count(2) && before["R2.12"] == .share(2, of: 2))
            for one in [file, silent] { try await registers.erase(one) }
            #expect(try await figures() == before)
            let rows = try await registers.figure("R2.2").rows
            #expect(rows.map(\.kind) == [ErasedCount.kind] && rows[0].codes == ["region": "NE001"])
            let kept = try await registers.store.read { try $0.all(ErasedCount.self).map(\.record) }
            let gone: Set<AnyID> = [file.cast(), silent.cast()]
            #expect(!kept.isEmpty && kept.allSatisfy { count in !gone.contains(count.id.cast()) && !gone.contains(count.once ?? count.id.cast()) })
            #expect(try await registers.store.verify() == [])
        }
    }

    @Test("R2.11 counts the alerts closed within their day, and those that are late", arguments: Engine.allCases)
    func alerts(engine: Engine) async throws {
        try await NotedRegisters.with(engine) { registers in
            let noon = LocalTime(hour: 12, minute: 0)!
            let noted: [(Int, Moment?)] = [
                (3, Moment(Self.day(4), noon)), (4, Moment(Self.day(5), LocalTime(hour: 12, minute: 1)!)), (10, nil), (20, nil),
            ]
            for (day, closed) in noted {
                try await registers.note { act in
                    var alert = Alert()
                    (alert.on, alert.at, alert.text, alert.closedAt) = (Self.day(day), noon, "Une alerte", closed)
                    try act.make(alert)
                }
            }
            #expect(try await registers.figure("R2.11").figure == .share(1, of: 3))
        }
    }

    @Test("have each their own code, a definition, and dimensions that their rows use")
    func declared() {
        let all = ProtectionMeasures.all
        #expect(Set(all.map(\.code)).count == all.count)
        #expect(all.allSatisfy { !$0.definition.french.isEmpty && !$0.definition.english.isEmpty && !$0.dimensions.isEmpty })
    }
}
