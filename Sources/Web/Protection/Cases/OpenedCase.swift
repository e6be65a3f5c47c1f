import Access
import Accounts
import HTML
import HTTPTypes
import Journal
import Protection
import Storage
import Vault

/// One case file and all that belongs to it, opened by the reader's keys.
struct OpenedCase: Sendable {
    let stored: Stored<CaseFile>
    let file: Opened<CaseFile>
    let people: [Opened<CasePerson>]
    let consent: ConsentState
    let screenings: [Opened<Screening>]
    let assignments: [CaseAssignment]
    let needs: [Opened<Need>]
    let assessments: [Opened<Assessment>]
    let plan: [Opened<PlanAction>]
    let services: [Opened<ServiceGiven>]
    let notes: [Opened<CaseNote>]
    let documents: [Opened<CaseDocument>]
    let closures: [Opened<CaseClosure>]
    let feedback: [Opened<Feedback>]
    let requests: [DataRequest]
    let reviews: [Opened<ClosureReview>]
    let conferences: [Opened<CaseConference>]
    /// Whether what it was opened from was destroyed since, because the person took their consent back.
    let isToBeErased: Bool

    /// Throws where the file is not one that the reader may open, or their keys do not open it.
    init(_ visit: Visit, _ connection: any Connection) throws {
        let stored = try visit.find(CaseFile.self, connection)
        try self.init(stored, visit, connection)
    }

    init(_ stored: Stored<CaseFile>, _ visit: Visit, _ connection: any Connection) throws {
        self.stored = stored
        let keys = try visit.keyring(connection).dataKeys(of: stored.id.cast(), connection)
        guard let file = stored.record.opened(with: keys) else { throw Refusal.fileNotOpened }
        self.file = file
        people = try Self.all(CasePerson.self, of: stored.id, keys, connection).map(\.opened).sorted { $0.record.isHead && !$1.record.isHead }
        consent = ConsentState(
            consents: try Self.all(Consent.self, of: stored.id, keys, connection).map { ($0.stored.versions.making, $0.opened) },
            withdrawals: try Self.all(ConsentWithdrawal.self, of: stored.id, keys, connection).map { ($0.stored.versions.making, $0.opened) })
        screenings = try Self.all(Screening.self, of: stored.id, keys, connection).map(\.opened)
        needs = try Self.all(Need.self, of: stored.id, keys, connection).map(\.opened)
        assessments = try Self.all(Assessment.self, of: stored.id, keys, connection).map(\.opened)
        plan = try Self.all(PlanAction.self, of: stored.id, keys, connection).map(\.opened)
        services = try Self.all(ServiceGiven.self, of: stored.id, keys, connection).map(\.opened)
        notes = try Self.all(CaseNote.self, of: stored.id, keys, connection).map(\.opened)
        documents = try Self.all(CaseDocument.self, of: stored.id, keys, connection).map(\.opened)
        closures = try Self.all(CaseClosure.self, of: stored.id, keys, connection).map(\.opened)
        feedback = try Self.all(Feedback.self, of: stored.id, keys, connection).map(\.opened)
        requests = try connection.all(DataRequest.self, "WHERE case_file = ? ORDER BY received_on, id LIMIT 100", [stored.id.value]).map(\.record)
        let toErase = CaseReferral.toBeErased(by: try visit.reader().organization)
        isToBeErased =
            try connection.first("SELECT 1 FROM case_file WHERE id = ? AND \(toErase.sql)", [stored.id.value] + toErase.values) { _ in true } ?? false
        reviews = try Self.all(ClosureReview.self, of: stored.id, keys, connection).map(\.opened)
        conferences = try Self.all(CaseConference.self, of: stored.id, keys, connection).map(\.opened)
        assignments = try connection.all(CaseAssignment.self, "WHERE case_file = ? ORDER BY id LIMIT 100", [stored.id.value]).map(\.record)
    }

    /// The records of a kind that belong to the file, in the order in which they were made; what these keys do not open is left out.
    static func all<R: Record>(
        _: R.Type, of caseFile: ID<CaseFile>, _ keys: [DataKey], _ connection: any Connection
    ) throws -> [(stored: Stored<R>, opened: Opened<R>)] {
        try connection.all(R.self, "WHERE case_file = ? ORDER BY made, id LIMIT 500", [caseFile.value]).compactMap { stored in
            stored.record.opened(with: keys).map { (stored, $0) }
        }
    }

    /// Everyone whose name the page says.
    var accounts: [ID<Account>] {
        assignments.compactMap(\.account) + plan.compactMap(\.record.responsible)
            + closures.flatMap { [$0.record.askedBy, $0.record.decidedBy].compactMap { $0 } }
            + conferences.flatMap { $0.record.present.elements.sorted() }
    }

    /// What the second reading of the last closure sent back.
    var returnedReview: Opened<ClosureReview>? {
        guard !isClosed, let review = reviews.last, review.record.finding == .returned, review.record.closure == closures.last?.record.id else { return nil }
        return review
    }

    var isClosed: Bool { stored.record.step == .closed }
    /// Whether the person was asked, as it ended, what they say of it.
    var isAskedAtClosure: Bool { feedback.contains { $0.record.moment == .closure } }
    /// A closure that waits for its decision.
    var waitingClosure: CaseClosure? { closures.map(\.record).last { $0.verdict == nil } }

    var head: Opened<CasePerson>? { people.first { $0.record.isHead } }

    /// What the file is called where it is open: the person's name, or its number.
    var title: String { head?[\.name] ?? stored.record.number }
}

extension Refusal {
    static let fileNotOpened = Refusal(
        "case.closed-to-you",
        Phrase(
            "Vos clés n’ouvrent pas ce dossier. Demandez à votre superviseur de vous le confier à nouveau.",
            en: "Your keys do not open this case file. Ask your supervisor to assign it to you again."))
}

extension Visit {
    /// A page of a case file, with the reading that it is.
    func page(
        of caseFile: ID<CaseFile>, _ title: String, lede: String? = nil, trail: [(String, Address)] = [], status: Reply.Status = .ok,
        @MarkupBuilder _ content: () -> some Markup
    ) -> Reply {
        .opened(
            render(title, tab: lede ?? title, lede: lede, trail: trail, content), Reading.Note(.caseOpen, of: CaseFile.kind, [caseFile.cast()]), status: status)
    }

    /// The way to a case file, by its number: a name has no place in a trail that is read over a shoulder.
    func trail(to caseFile: CaseFile) -> [(String, Address)] {
        Registers.trail(self, of: .cases) + [(caseFile.number, SitePath.caseFile(caseFile.id))]
    }
}
