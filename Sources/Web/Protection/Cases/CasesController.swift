import Access
import Accounts
import HTML
import HTTPTypes
import Journal
import Protection
import Storage
import Vault

/// Case files: those that the reader follows, or supervises, and each of them opened.
enum CasesController {
    private static let size = 50

    static let routes: [Route] = [
        .get(.cases, .permission(.caseShow)) { visit, connection in try list(visit, connection) },
        .get(.caseFile, .permission(.caseShow), show),
        .get(.caseEdit, .permission(.caseEdit)) { visit, connection in
            let stored = try visit.find(CaseFile.self, connection)
            return try editing.page(
                visit, connection, stored.record, versions: stored.versions, to: SitePath.caseEdit(stored.id), back: SitePath.caseFile(stored.id),
                trail: visit.trail(to: stored.record))
        },
        .post(.caseEdit, .permission(.caseEdit)) { visit, typed in
            let stored = try await visit.site.store.read { try visit.find(CaseFile.self, $0) }
            return try await editing.take(
                visit, typed, into: stored.record, isNew: false, to: SitePath.caseEdit(stored.id), back: SitePath.caseFile(stored.id),
                landing: SitePath.caseFile(stored.id), trail: visit.trail(to: stored.record))
        },
        .post(.caseTaking, .permission(.caseEdit)) { visit, typed in
            let account = try visit.reader().account
            return try await hand(visit, typed, .caseTake) { caseFile, ring, act, day in
                guard try act.connection.all(CaseAssignment.self, "WHERE case_file = ? LIMIT 1", [caseFile.value]).isEmpty else {
                    throw Refusal("case.taken", Phrase("Quelqu’un suit déjà ce dossier.", en: "Someone follows this case file already."))
                }
                try CaseKeys.assign(caseFile, to: account, by: ring, in: act, on: day)
            }
        },
        .post(.caseAssignments, .permission(.caseAssign)) { visit, typed in
            guard let account = ID<Account>(typed["account"]) else {
                return try await refused(
                    visit, [Refusal.Problem("account", Phrase("Choisissez à qui confier le dossier.", en: "Choose to whom the case file is assigned."))])
            }
            return try await hand(visit, typed, .caseAssign) { caseFile, ring, act, day in
                try CaseKeys.assign(caseFile, to: account, by: ring, in: act, on: day)
            }
        },
        .post(.assignmentRemoval, .permission(.caseAssign)) { visit, typed in
            let assignment = try await visit.site.store.read { try visit.find(CaseAssignment.self, $0) }
            let keys = try visit.memberKeys()
            let outcome = try await visit.perform(.caseWithdraw, typed, in: visit.scope(of: CaseFile.self)) { act in
                try CaseKeys.withdraw(assignment, by: Keyring(keys, act.connection), in: act)
            }
            return .done(outcome, at: SitePath.caseFile(assignment.record.caseFile!))
        },
    ]

    private static let editing = RecordEditing(
        CaseFile.self,
        asked: [
            "place", "language", "interpreter", "interviewer", "situation", "convoy", "urgent", "request", "telephone", "contact_means", "contact_hours",
            "contact_person", "leave_message", "session",
        ], act: .caseUpdate, title: Phrase("Modifier le dossier", en: "Edit the case file"))

    private static func hand(
        _ visit: Visit, _ typed: Typed, _ name: ActName, _ body: @escaping @Sendable (ID<CaseFile>, Keyring, Act, Day) throws -> Void
    ) async throws -> Reply {
        let caseFile = try await visit.site.store.read { try visit.find(CaseFile.self, $0).id }
        let (keys, today) = (try visit.memberKeys(), visit.today)
        do {
            let outcome = try await visit.perform(name, typed, in: visit.scope(of: CaseFile.self)) { act in
                try body(caseFile, Keyring(keys, act.connection), act, today)
            }
            return .done(outcome, at: SitePath.caseFile(caseFile))
        } catch let refusal as Refusal {
            return try await refused(visit, refusal.problems)
        }
    }

    static func refused(_ visit: Visit, _ problems: [Refusal.Problem]) async throws -> Reply {
        try await visit.site.store.read { try page(visit, $0, problems: problems) }
    }

    // MARK: One case file

    private static func show(_ visit: Visit, _ connection: any Connection) throws -> Reply {
        try CaseErasureController.certificate(visit, connection) ?? page(visit, connection)
    }

    private static func page(_ visit: Visit, _ connection: any Connection, problems: [Refusal.Problem] = []) throws -> Reply {
        let opened = try OpenedCase(visit, connection)
        let file = opened.stored.record
        let agents = visit.may(.caseAssign) ? try Self.agents(visit, connection) : []
        let show = CaseShow(
            visit: visit, opened: opened,
            names: try Names(
                visit, connection,
                ids: opened.accounts.map { $0.cast() } + (opened.consent.named.also + opened.consent.named.never).map { $0.cast() } + [file.session?.cast()],
                places: [opened.file[\.place]]),
            agents: agents,
            problems: problems, joins: try CaseJoinsView(visit, file.id, problems: problems, connection),
            history: try HistoryView(CaseFile.self, file.id, visit, connection), referrals: try CaseReferralsView(opened, visit, connection),
            fed: try FedIndicators(CaseFile.self, file.id, visit, connection))
        return visit.page(
            of: file.id, opened.title, lede: visit.say("Dossier \(file.number)", en: "Case file \(file.number)"),
            trail: Registers.trail(visit, of: .cases), status: problems.isEmpty ? .ok : .unprocessableContent
        ) { show }
    }

    /// Who may follow case files in the reader's organisation.
    static func agents(_ visit: Visit, _ connection: any Connection) throws -> [AccountProfile] {
        try connection.all(
            AccountProfile.self,
            """
            WHERE organization = ? AND closed_on IS NULL AND id IN (SELECT account FROM role_assignment WHERE role IN ('caseworker', 'supervisor')) \
            ORDER BY sort, id LIMIT 200
            """, [try visit.reader().organization.value]
        ).map(\.record)
    }

    // MARK: The caseload

    static func list(_ visit: Visit, _ connection: any Connection, problems: [Refusal.Problem] = []) throws -> Reply {
        let query = CaseloadQuery(visit)
        let files = try query.files(visit, connection, limit: size + 1)
        let ring = try visit.keyring(connection)
        let shown = Array(files.prefix(size))
        let keys = try ring.dataKeys(of: shown.map { $0.id.cast() }, connection)
        let heads = try Dictionary(
            connection.lists(of: shown.map(\.id.value)).flatMap { list in
                try connection.all(CasePerson.self, "WHERE relation = ? AND case_file IN \(list.places) ORDER BY id", [CaseRelation.head.value] + list.values)
                    .map(\.record)
            }.map { ($0.caseFile, $0) }
        ) { first, _ in first }
        let name: Set = [CasePerson.name(of: \.name)]
        let rows = shown.map { file in
            let (head, keys) = (heads[file.id], keys[file.id.cast()] ?? [])
            return CaseloadRow(file: file, name: head?.opened(with: keys, only: name)?[\.name], head: head, isOpened: !keys.isEmpty)
        }
        let assignments = try query.followers(of: shown.map(\.id), connection)
        let states = try CircleSeat.ofCases(of: visit.reader().organization).map { try CircleState.find($0, connection) }
        let view = CaseloadView(
            visit: visit, query: query, rows: rows, followers: assignments,
            names: try Names(visit, connection, ids: assignments.values.flatMap { $0 }.map { $0.cast() }),
            hasMore: files.count > size, isReady: states.allSatisfy { $0?.canSeal == true }, owed: try visit.owedIndexes(connection),
            agents: visit.may(.caseAssign) ? try Workload.accounts(visit, connection) : [], problems: problems)
        let page = visit.render(visit.say("Dossiers", en: "Case files"), lede: try query.lede(visit, connection), trail: Registers.trail(visit)) { view }
        let note = Reading.Note(.caseOpen, of: CaseFile.kind, rows.filter { $0.name != nil }.map { $0.file.id.cast() })
        return .opened(page, note, status: problems.isEmpty ? .ok : .unprocessableContent)
    }
}
