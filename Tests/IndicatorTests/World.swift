import Access
import Accounts
import Journal
import NetworkLife
import Protection
import Statistics
import Storage
import Support
import Vault

/// Registers that a seed fills: three organisations, their meetings and decisions, their case files and referrals, over half a year.
struct World {
    private var random: SeededRandom
    private let store: Store
    let organizations = [ID<Organization>(), ID<Organization>(), ID<Organization>()]
    let today: Day

    init(_ seed: UInt64, _ store: Store) {
        random = SeededRandom(seed)
        self.store = store
        today = Day(year: 2027, month: 5, day: 1)!.advanced(by: Int.random(in: 0..<60, using: &random))
    }

    mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &random) < percent }
    mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }
    mutating func one<T>(_ list: [T]) -> T { list[Int.random(in: 0..<list.count, using: &random)] }
    mutating func code<C: Code>(_: C.Type = C.self) -> C { one(C.list.map(\.0)) }
    mutating func maybe<T>(_ percent: Int, _ value: T) -> T? { chance(percent) ? value : nil }
    mutating func day() -> Day { Day(year: 2027, month: 1, day: 1)!.advanced(by: number(0...180)) }
    mutating func month() -> String { String(day().description.prefix(7)) }
    mutating func place() -> PlaceCode? { chance(85) ? PlaceCode(one(["NE001", "NE001002", "NE005013", "NE008", "NE001002001"])) : nil }

    func note(in scope: Journal.Scope = .network, _ records: [any Record]) async throws {
        try await store.perform("sample.load", by: nil, in: scope) { act in
            for record in records { try make(record, act) }
        }
    }

    /// Fills all registers, then changes and takes out some of what was noted.
    mutating func fill() async throws {
        try await fillNetwork()
        try await fillProject()
        var files: [ID<Organization>: [ID<CaseFile>]] = [:]
        for organization in organizations { files[organization] = try await fillCases(of: organization) }
        for organization in organizations { try await refer(files[organization]!, from: organization) }
        // What is counted already follows what is changed after it.
        if chance(70) { while try await ProtectionMeasures.tallying.settle(in: store, most: 3) {} }
        try await change()
    }

    private mutating func fillNetwork() async throws {
        var records: [any Record] = []
        let branches = (0..<3).map { number in
            var branch = BranchProfile()
            (branch.name, branch.isSeat, branch.place) = ("Antenne \(number)", number == 0, PlaceCode("NE00\(number + 1)"))
            return branch
        }
        records += branches
        for branch in branches where chance(60) {
            var role = RoleAssignment()
            (role.account, role.role, role.branch, role.since) = (ID(), .branchFocalPoint, branch.id, maybe(70, day()))
            records.append(role)
        }
        for organization in organizations {
            var profile = OrganizationProfile()
            (profile.id, profile.name, profile.type, profile.place, profile.branch) = (organization, "Organisation", code(), place(), one(branches).id)
            records.append(profile)
            for kind in [MembershipStepKind.admission, .suspension, .reinstatement].prefix(number(0...3)) {
                var step = MembershipStep()
                (step.organization, step.step, step.on) = (organization, kind, day())
                records.append(step)
            }
        }
        for _ in 0..<number(0...6) {
            var complaint = Complaint()
            (complaint.month, complaint.state, complaint.slip) = (month(), code(), .random())
            records.append(complaint)
        }
        for _ in 0..<number(3...7) {
            var meeting = MeetingRecord()
            (meeting.title, meeting.type, meeting.startsOn, meeting.days) = (
                "Rencontre", one([.national, .national, .branch, .ceremony]), maybe(90, day()), number(0...3)
            )
            (meeting.place, meeting.branch, meeting.minutes) = (place(), maybe(60, one(branches).id), chance(70) ? "Procès-verbal" : "")
            records.append(meeting)
            for organization in organizations where chance(60) {
                var attendance = Attendance()
                (attendance.meeting, attendance.organization, attendance.region) = (meeting.id, organization, maybe(80, PlaceCode("NE001")!))
                (attendance.women, attendance.men, attendance.others) = (number(0...6), number(0...6), number(0...1))
                records.append(attendance)
            }
            for _ in 0..<number(0...4) {
                var decision = Decision()
                (decision.meeting, decision.text, decision.due, decision.state) = (meeting.id, "Décision", maybe(85, day()), code())
                (decision.ownerName, decision.owner) = (chance(60) ? "Le bureau" : "", maybe(30, ID<Account>()))
                records.append(decision)
                for _ in 0..<number(0...2) {
                    var follow = DecisionFollowUp()
                    (follow.decision, follow.on, follow.state) = (decision.id, day(), one([.done, .underway]))
                    records.append(follow)
                }
            }
        }
        try await note(records)
    }

    private mutating func fillCases(of organization: ID<Organization>) async throws -> [ID<CaseFile>] {
        var records: [any Record] = []
        var files: [ID<CaseFile>] = []
        for _ in 0..<number(3...8) {
            var file = CaseFile()
            (file.number, file.month, file.region) = (CaseFile.drawNumber(), month(), place()?.region)
            (file.situation, file.risk, file.assessBy, file.assessedOn) = (maybe(80, code()), maybe(80, code()), maybe(80, day()), maybe(60, day()))
            files.append(file.id)
            records.append(file)
            for number in 0..<number(1...3) {
                var person = CasePerson()
                (person.caseFile, person.relation) = (file.id, number == 0 ? .head : CaseRelation(code: "child"))
                (person.sex, person.ageBand, person.origin) = (maybe(80, code()), maybe(80, code()), maybe(80, code()))
                records.append(person)
            }
            for _ in 0..<number(0...2) {
                var consent = Consent()
                (consent.caseFile, consent.registered, consent.statistics) = (file.id, code(), one([.yes, .yes, .yes, .no]))
                records.append(consent)
                guard chance(20) else { continue }
                var withdrawal = ConsentWithdrawal()
                (withdrawal.caseFile, withdrawal.question) = (file.id, WithdrawnConsent(code: one(["statistics", "registered", "services"])))
                records.append(withdrawal)
            }
            if chance(80) {
                var screening = Screening()
                screening.caseFile = file.id
                let key = DataKey(subject: file.id.cast())
                if chance(60) { try screening.seal(\.family, Codes([RiskFactor.family[0].0]), under: key) }
                if chance(30) { try screening.seal(\.structural, Codes([RiskFactor.structural[0].0]), under: key) }
                records.append(screening)
            }
            for _ in 0..<number(0...2) {
                var service = ServiceGiven()
                (service.caseFile, service.month, service.legalHelp) = (file.id, month(), maybe(70, code()))
                records.append(service)
            }
            for _ in 0..<number(0...3) {
                var feedback = Feedback()
                (feedback.caseFile, feedback.month, feedback.level, feedback.subject, feedback.moment, feedback.manner) = (
                    file.id, month(), code(), code(), code(), code()
                )
                records.append(feedback)
            }
            for _ in 0..<number(0...1) {
                var closure = CaseClosure()
                (closure.caseFile, closure.askedBy, closure.askedOn, closure.reason) = (file.id, ID(), day(), code())
                (closure.verdict, closure.decidedOn) = (one([.approved, .approved, .returned]), maybe(90, day()))
                records.append(closure)
            }
        }
        for _ in 0..<number(0...4) {
            var join = CaseJoin()
            (join.caseFile, join.otherFile, join.on, join.endedOn) = (one(files), one(files), day(), maybe(20, day()))
            if join.caseFile != join.otherFile { records.append(join) }
        }
        for _ in 0..<number(0...2) {
            var erased = ErasedCount()
            (erased.measure, erased.month, erased.amount) = (["R2.2", "R2.3", "R2.7", "R2.12"][number(0...3)], month(), number(1...3))
            (erased.counts, erased.region, erased.situation) = (number(0...1) == 1, place()?.region, maybe(50, code()))
            records.append(erased)
        }
        for _ in 0..<number(0...5) {
            var totals = NeedTotals()
            (totals.month, totals.on, totals.by) = (month(), day(), ID())
            totals.cells = ["region=NE001 specific=DS", "region=NE005 specific=TIP", "specific=DS"].filter { _ in chance(60) }.map { "\($0)\t\(number(1...9))" }
                .joined(separator: "\n")
            records.append(totals)
        }
        for _ in 0..<number(0...4) {
            var session = InformationSession()
            (session.on, session.place, session.manner) = (day(), place(), code())
            (session.people.women, session.people.men, session.people.girls, session.people.boys) = (number(0...9), number(0...9), number(0...4), number(0...4))
            (session.people.elderWomen, session.people.elderMen, session.people.others) = (number(0...2), number(0...2), number(0...1))
            if chance(70) { session.topics = Codes([code()]) }
            if chance(70) { session.languages = Codes([code()]) }
            records.append(session)
        }
        for _ in 0..<number(0...4) {
            var alert = Alert()
            let (on, at) = (chance(30) ? today.advanced(by: -number(0...2)) : day(), LocalTime(hour: number(0...23), minute: 0)!)
            (alert.on, alert.at, alert.text, alert.place, alert.channel) = (on, at, "Alerte", place(), code())
            alert.closedAt = maybe(60, Moment(on, at).advanced(hours: number(1...48)))
            records.append(alert)
        }
        try await note(in: .organization(organization), records)
        return files
    }

    private mutating func refer(_ files: [ID<CaseFile>], from organization: ID<Organization>) async throws {
        for _ in 0..<number(1...4) {
            let receiver = one(organizations.filter { $0 != organization })
            var referral = Referral()
            (referral.sender, referral.receiver, referral.sentOn, referral.group, referral.priority) = (organization, receiver, day(), code(), code())
            var between: [any Record] = [referral]
            for _ in 0..<number(0...5) {
                var step = ReferralStep()
                (step.sender, step.receiver, step.referral, step.step, step.on) = (organization, receiver, referral.id, code(), day())
                (step.by, step.access) = (one([organization, receiver]), maybe(50, code()))
                between.append(step)
            }
            try await note(in: .between(organization, and: receiver), between)
            for (party, file) in [(organization, maybe(85, one(files))), (receiver, maybe(30, ID<CaseFile>()))] {
                guard let file else { continue }
                var link = CaseReferral()
                (link.caseFile, link.referral, link.on) = (file, referral.id, day())
                try await note(in: .organization(party), [link])
            }
        }
        var own: [any Record] = []
        for _ in 0..<number(0...3) {
            var outside = OutsideReferral()
            (outside.caseFile, outside.sentOn, outside.group, outside.priority) = (one(files), day(), code(), code())
            own.append(outside)
            for _ in 0..<number(0...4) {
                var step = OutsideStep()
                (step.caseFile, step.outside, step.step, step.on, step.access) = (outside.caseFile, outside.id, code(), day(), maybe(50, code()))
                own.append(step)
            }
        }
        try await note(in: .organization(organization), own)
    }

    /// Takes out one record of a kind, if the organisation has any.
    private mutating func takeOut<R: Record>(_: R.Type, of organization: ID<Organization>) async throws {
        guard chance(40) else { return }
        let place = number(0...99)
        try await store.perform("sample.load", by: nil, in: .organization(organization)) { act in
            let all = try act.connection.all(R.self, "WHERE organization = ? ORDER BY id", [organization.value])
            if !all.isEmpty { try act.remove(all[place % all.count]) }
        }
    }

    /// Some of what was noted is corrected, and some taken out.
    private mutating func change() async throws {
        for organization in organizations {
            try await takeOut(CaseJoin.self, of: organization)
            try await takeOut(CaseReferral.self, of: organization)
            try await takeOut(CasePerson.self, of: organization)
            try await takeOut(Screening.self, of: organization)
            try await takeOut(ConsentWithdrawal.self, of: organization)
            try await takeOut(OutsideStep.self, of: organization)
            try await takeOut(Feedback.self, of: organization)
        }
        if chance(60), let step = try await store.read({ try $0.all(ReferralStep.self).first }), let (sender, receiver) = step.record.parties {
            try await store.perform("sample.load", by: nil, in: .between(sender, and: receiver)) { try $0.remove(step) }
        }
        let (first, second) = (one(organizations), one(organizations))
        let (newDay, count, days) = (day(), number(0...9), number(1...3))
        let (changesMeeting, dropsAttendance) = (chance(60), chance(40))
        try await store.perform("sample.load", by: nil) { act in
            if changesMeeting, var meeting = try act.connection.all(MeetingRecord.self).first?.record {
                (meeting.startsOn, meeting.days) = (newDay, days)
                try act.update(meeting)
            }
            let all = try act.connection.all(Attendance.self)
            if dropsAttendance, let one = all.first { try act.remove(one) }
            if let other = all.last, all.count > 1 {
                var attendance = other.record
                attendance.women = count
                try act.update(attendance)
            }
        }
        try await store.perform("sample.load", by: nil, in: .organization(first)) { act in
            guard let stored = try act.connection.all(CaseFile.self, "WHERE organization = ? ORDER BY id", [first.value]).first else { return }
            var file = stored.record
            (file.month, file.assessedOn) = (String(newDay.description.prefix(7)), newDay)
            try act.update(file)
        }
        try await store.perform("sample.load", by: nil, in: .organization(second)) { act in
            if let consent = try act.connection.all(Consent.self, "WHERE organization = ? ORDER BY id", [second.value]).last { try act.remove(consent) }
            if let session = try act.connection.all(InformationSession.self, "WHERE organization = ? ORDER BY id", [second.value]).first {
                try act.remove(session)
            }
        }
    }
}

private func make(_ record: some Record, _ act: Act) throws { try act.make(record) }

extension ReferralStep {
    fileprivate var parties: (sender: ID<Organization>, receiver: ID<Organization>)? {
        guard let sender, let receiver else { return nil }
        return (sender, receiver)
    }
}
