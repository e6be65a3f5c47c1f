import Access
import Accounts
import Journal
import Protection
import Statistics
import Storage
import Support
import Vault

/// What two organisations noted, record by record, to be counted.
struct NotedRegisters: Sendable {
    static let today = Day(year: 2027, month: 3, day: 20)!

    let store: Store
    let own = ID<Organization>()
    let other = ID<Organization>()

    static func with<T>(_ engine: Engine, _ body: (NotedRegisters) async throws -> T) async throws -> T {
        try await TestDatabase.with(engine) { database in
            let store = try await Store.open(
                database, Schema(AccountsArea.kinds + ProtectionArea.kinds), migrations: Credentials.migrations + KeyStore.migrations)
            return try await body(NotedRegisters(store: store))
        }
    }

    /// What is asked of March 2027, each time anew.
    var question: MeasureQuestion { MeasureQuestion(organization: own.cast(), days: Self.day(1)...Self.day(31), today: Self.today) }

    /// The figure and the rows of a measure, of March 2027.
    func figure(_ code: String) async throws -> (figure: Figure, rows: [MeasureRow]) {
        let measure = ProtectionMeasures.all.first { $0.code == code }!
        let question = question
        let rows = try await store.read { try measure.rows(question, $0) }
        return (measure.figure(of: rows), rows)
    }

    static func day(_ day: Int, _ month: Int = 3) -> Day { Day(year: 2027, month: month, day: day)! }

    func note(by organization: ID<Organization>? = nil, _ body: @escaping @Sendable (Act) throws -> Void) async throws {
        try await store.perform("sample.load", by: nil, in: .organization(organization ?? own), body)
    }

    /// A case file with one person; `statistics` is what they answered, and `factors` what the screening found.
    @discardableResult
    func file(
        by organization: ID<Organization>? = nil, month: String = "2027-03", statistics: ConsentAnswer? = .yes, factors: Bool = true, family: Int = 0,
        _ change: @escaping @Sendable (inout CaseFile) -> Void = { _ in }
    ) async throws -> ID<CaseFile> {
        var file = CaseFile()
        file.organization = organization ?? own
        file.number = CaseFile.drawNumber()
        file.month = month
        change(&file)
        let made = file
        try await note(by: organization) { act in
            try act.make(made)
            for number in 0...family {
                var person = CasePerson()
                person.caseFile = made.id
                person.relation = number == 0 ? .head : CaseRelation(code: "child")
                person.sex = number == 0 ? .female : .male
                try act.make(person)
            }
            if let statistics {
                var consent = Consent()
                consent.caseFile = made.id
                consent.registered = .yes
                consent.statistics = statistics
                try act.make(consent)
            }
            var screening = Screening()
            screening.caseFile = made.id
            if factors { try screening.seal(\.individual, Codes([RiskFactor.individual[0].0]), under: DataKey(subject: made.id.cast())) }
            try act.make(screening)
        }
        return made.id
    }

    func withdraw(_ question: String, of file: ID<CaseFile>) async throws {
        try await note { act in
            var withdrawal = ConsentWithdrawal()
            withdrawal.caseFile = file
            withdrawal.question = WithdrawnConsent(code: question)
            try act.make(withdrawal)
        }
    }

    /// As a supervisor erases it.
    func erase(_ file: ID<CaseFile>) async throws {
        try await note { act in
            guard let record = try act.connection.find(CaseFile.self, file)?.record else { return }
            try CaseErasure.erase(record, ErasureCertificate(.request, by: ID(), on: Self.today), in: act, at: 1_804_500_000_000)
        }
    }

    /// A referral of a case file to another member, and what became of it: each step with its day in March.
    @discardableResult
    func refer(_ file: ID<CaseFile>, on day: Day, _ steps: [(ReferralStepKind, Int)] = [], access: EffectiveAccess? = nil) async throws -> ID<Referral> {
        var referral = Referral()
        (referral.sender, referral.receiver, referral.sentOn) = (own, other, day)
        let sent = referral
        let (own, other) = (own, other)
        try await store.perform("sample.load", by: nil, in: .between(own, and: other)) { act in
            try act.make(sent)
            for (kind, day) in steps {
                var step = ReferralStep()
                (step.sender, step.receiver, step.referral, step.step, step.on) = (own, other, sent.id, kind, Self.day(day))
                step.by = [.closed, .recalled, .access].contains(kind) ? own : other
                if kind == .access { step.access = access }
                try act.make(step)
            }
        }
        try await note { act in
            var link = CaseReferral()
            (link.caseFile, link.referral) = (file, sent.id)
            try act.make(link)
        }
        return sent.id
    }
}
