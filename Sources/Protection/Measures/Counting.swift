import Access
import Accounts
import Journal
import Statistics
import Storage

/// A case file with what the figures count of it.
struct CountedFile: Sendable {
    let file: CaseFile
    /// Whether the person agrees to be counted, now.
    let agrees: Bool
    /// What they said, each time that they were asked.
    let consents: [Consent]
    let isScreened: Bool
    /// Whether a screening found a factor of risk.
    let foundRisk: Bool
    let people: [CasePerson]
    let services: [ServiceGiven]
    let feedback: [Stored<Feedback>]
    let closures: [CaseClosure]
    /// What left the network for this person.
    let sent: [SentReferral]
    /// The file that stands for the person, whom several joined files may be of.
    let person: ID<CaseFile>
    /// Whether it is in this one of the joined files that the person is counted as identified.
    var bears = false

    var id: AnyID { file.id.cast() }
    var head: CasePerson? { people.first(where: \.isHead) }
    var isIdentified: Bool { agrees && foundRisk }
}

/// What the figures count, read at once for some subjects and for all that are counted together with them: the files of one person with the referrals that left
/// from them.
struct Counting {
    /// All that were looked for, be they there or not.
    private(set) var subjects: Set<AnyID>
    private(set) var files: [CountedFile] = []
    private var referrals: [(referral: Referral, sent: SentReferral)] = []
    /// Those of persons who are not counted: noted all the same, so that they follow when that changes.
    private var uncounted: [Referral] = []
    private var steps: [(id: AnyID, referral: Referral)] = []
    private var sessions: [InformationSession] = []
    private var alerts: [Alert] = []
    private var erased: [ErasedCount] = []
    /// What a subject is counted together with.
    private var bases: [AnyID: AnyID] = [:]

    init(_ asked: Set<AnyID>, _ connection: any Connection) throws {
        let reading = try SubjectReading(connection.tallied(with: asked.sorted()), connection)
        subjects = reading.subjects
        let ids = subjects.sorted()
        try readFiles(reading, ids, connection)
        try readReferrals(reading, ids, connection)
        sessions = try connection.listed(InformationSession.self, "id", ids).map(\.record)
        alerts = try connection.listed(Alert.self, "id", ids).map(\.record)
        erased = try connection.listed(ErasedCount.self, "id", ids).map(\.record)
    }

    private mutating func readFiles(_ reading: SubjectReading, _ ids: [AnyID], _ connection: any Connection) throws {
        func byFile<R: CaseRecord>(_: R.Type) throws -> [ID<CaseFile>?: [Stored<R>]] {
            Dictionary(grouping: try connection.listed(R.self, "case_file", ids)) { $0.record.caseFile }
        }
        let all = try connection.listed(CaseFile.self, "id", ids).map(\.record)
        guard !all.isEmpty else { return }
        let (people, consents, withdrawals) = (try byFile(CasePerson.self), try byFile(Consent.self), try byFile(ConsentWithdrawal.self))
        let (services, feedback, closures) = (try byFile(ServiceGiven.self), try byFile(Feedback.self), try byFile(CaseClosure.self))
        let outside = try Dictionary(grouping: connection.listed(OutsideReferral.self, "case_file", ids).map(\.record)) { $0.caseFile }
        let steps = try Dictionary(grouping: connection.listed(OutsideStep.self, "case_file", ids)) { $0.record.outside }
        var screened: [AnyID: Bool] = [:]
        // Whether it found a factor of risk, without telling which: a field where nothing was ticked holds nothing.
        let found = "individual IS NOT NULL OR family IS NOT NULL OR community IS NOT NULL OR structural IS NOT NULL"
        try connection.batch(ids.map(\.value), "SELECT case_file, CASE WHEN \(found) THEN 1 ELSE 0 END FROM screening WHERE case_file IN") { row in
            screened[try row.id(0), default: false] = try screened[row.id(0)] == true || row.integer(1) == 1
        }
        let persons = reading.persons
        files = all.map { file in
            let state = ConsentState(
                consents: (consents[file.id] ?? []).map { ($0.versions.making, Opened($0.record)) },
                withdrawals: (withdrawals[file.id] ?? []).map { ($0.versions.making, Opened($0.record)) })
            bases[file.id.cast()] = reading.base(of: file.id)
            return CountedFile(
                file: file, agrees: state.allows("statistics"), consents: (consents[file.id] ?? []).map(\.record),
                isScreened: screened[file.id.cast()] != nil, foundRisk: screened[file.id.cast()] ?? false, people: (people[file.id] ?? []).map(\.record),
                services: (services[file.id] ?? []).map(\.record), feedback: feedback[file.id] ?? [], closures: (closures[file.id] ?? []).map(\.record),
                sent: (outside[file.id] ?? []).compactMap { SentReferral($0, steps[$0.id] ?? []) }, person: persons[file.id] ?? file.id)
        }.sorted { ($0.file.month, $0.id) < ($1.file.month, $1.id) }
        var borne: Set<ID<CaseFile>> = []
        for place in files.indices where files[place].isIdentified { files[place].bears = borne.insert(files[place].person).inserted }
    }

    private mutating func readReferrals(_ reading: SubjectReading, _ ids: [AnyID], _ connection: any Connection) throws {
        let all = try connection.listed(Referral.self, "id", ids).map(\.record)
        guard !all.isEmpty else { return }
        let following = try Dictionary(grouping: connection.listed(ReferralStep.self, "referral", ids)) { $0.record.referral }
        let counted = Dictionary(uniqueKeysWithValues: files.map { ($0.file.id, $0.agrees) })
        for referral in all {
            let file = reading.files[referral.id]
            let base = file.map(reading.base) ?? referral.id.cast()
            bases[referral.id.cast()] = base
            let own = following[referral.id] ?? []
            for step in own {
                bases[step.record.id.cast()] = base
                steps.append((step.record.id.cast(), referral))
                subjects.insert(step.record.id.cast())
            }
            // A file that is gone took its consent with it; what was sent stays counted.
            let isCounted = file.flatMap { counted[$0] } ?? true
            if isCounted, let sent = SentReferral(referral, own) { referrals.append((referral, sent)) } else { uncounted.append(referral) }
        }
    }

    /// What each of them adds to the figures.
    var parts: [Tallying.Part] {
        func part(_ subject: AnyID, of owner: ID<Organization>?, _ rows: [(code: String, row: MeasureRow)] = []) -> Tallying.Part {
            Tallying.Part(subject, of: owner?.cast() ?? AnyID(high: 0, low: 0), base: bases[subject] ?? subject, rows)
        }
        let measures = ProtectionMeasures.counted
        return files.map { part($0.id, of: $0.file.organization, Self.rows(of: $0)) }
            + referrals.map { one in
                part(one.referral.id.cast(), of: one.referral.sender, measures.flatMap { measure in measure.rows(of: one.sent).map { (measure.code, $0) } })
            } + uncounted.map { part($0.id.cast(), of: $0.sender) } + steps.map { part($0.id, of: $0.referral.sender) }
            + sessions.map { session in
                part(session.id.cast(), of: session.organization, measures.flatMap { measure in measure.session(session).map { (measure.code, $0) } })
            }
            + alerts.map { alert in
                part(alert.id.cast(), of: alert.organization, measures.flatMap { measure in measure.alert(alert).map { (measure.code, $0) } })
            } + erased.map { part($0.id.cast(), of: $0.organization, [($0.measure, $0.row)]) }
    }

    /// What one file adds to the figures, what left the network from it included.
    static func rows(of file: CountedFile) -> [(code: String, row: MeasureRow)] {
        ProtectionMeasures.counted.flatMap { measure in
            (measure.file(file) + (file.agrees ? file.sent.flatMap(measure.rows) : [])).map { (measure.code, $0) }
        }
    }
}

/// Gathers what is counted together: the files of one person, however many joins are between them, and the referrals sent from them.
private struct SubjectReading {
    let subjects: Set<AnyID>
    /// The file that each referral was sent from.
    let files: [ID<Referral>: ID<CaseFile>]
    /// The file that stands for each one that is joined to another: the same for all that are of one person.
    let persons: [ID<CaseFile>: ID<CaseFile>]
    /// The same, by all joins that there were.
    private let bases: [ID<CaseFile>: ID<CaseFile>]

    /// Takes these, and all that they lead to.
    init(_ asked: Set<AnyID>, _ connection: any Connection) throws {
        var subjects: Set<AnyID> = []
        var files: [ID<Referral>: ID<CaseFile>] = [:]
        var joins: [ID<CaseJoin>: CaseJoin] = [:]
        var new = asked
        while !new.isEmpty {
            subjects.formUnion(new)
            let asked = new.sorted().map(\.value)
            var found: Set<AnyID> = []
            for list in connection.lists(of: asked) {
                let condition = "WHERE case_file IN \(list.places) OR other_file IN \(list.places)"
                for join in try connection.all(CaseJoin.self, condition, list.values + list.values).map(\.record) {
                    joins[join.id] = join
                    found.formUnion([join.caseFile, join.otherFile].compactMap { $0?.cast() })
                }
                // Of an organisation that received it, the file is another person's to it.
                try connection.each(
                    """
                    SELECT referral.id, case_referral.case_file FROM case_referral \
                    JOIN referral ON referral.id = case_referral.referral AND referral.sender = case_referral.organization \
                    WHERE case_referral.case_file IS NOT NULL AND (case_referral.referral IN \(list.places) OR case_referral.case_file IN \(list.places)) \
                    ORDER BY case_referral.id
                    """, list.values + list.values
                ) { row in
                    let (referral, file) = (try row.id(0), try row.id(1))
                    if files[referral.cast()] == nil { files[referral.cast()] = file.cast() }
                    found.formUnion([referral, file])
                }
            }
            try connection.batch(asked, "SELECT referral FROM referral_step WHERE referral IS NOT NULL AND id IN") { found.insert(try $0.id(0)) }
            try connection.batch(asked, "SELECT case_file FROM outside_referral WHERE case_file IS NOT NULL AND id IN") { found.insert(try $0.id(0)) }
            new = found.subtracting(subjects)
        }
        (self.subjects, self.files) = (subjects, files)
        persons = Self.leaders(joins.values.filter { $0.endedOn == nil })
        bases = Self.leaders(joins.values)
    }

    /// What stands for all that are counted together with a file.
    func base(of file: ID<CaseFile>) -> AnyID { (bases[file] ?? file).cast() }

    private static func leaders(_ joins: some Collection<CaseJoin>) -> [ID<CaseFile>: ID<CaseFile>] {
        var leader: [ID<CaseFile>: ID<CaseFile>] = [:]
        func end(of file: ID<CaseFile>) -> ID<CaseFile> {
            var file = file
            while let next = leader[file], next != file { file = next }
            return file
        }
        for join in joins {
            guard let one = join.caseFile, let other = join.otherFile else { continue }
            let (a, b) = (end(of: one), end(of: other))
            (leader[one], leader[other]) = (leader[one] ?? one, leader[other] ?? other)
            leader[max(a, b)] = min(a, b)
        }
        return Dictionary(uniqueKeysWithValues: leader.keys.map { ($0, end(of: $0)) })
    }
}

extension Connection {
    /// The records of a kind that have one of these in a column, without what is sealed in them.
    fileprivate func listed<R: Record>(_: R.Type, _ column: String, _ ids: [AnyID]) throws -> [Stored<R>] {
        try lists(of: ids.map(\.value)).flatMap { try allUnsealed(R.self, "WHERE \(column) IN \($0.places) ORDER BY id", $0.values) }
    }
}
