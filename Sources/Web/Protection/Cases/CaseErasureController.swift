import Access
import Accounts
import HTML
import HTTPTypes
import Journal
import Protection
import Storage

/// Erasing a case file, and how long closed ones are kept.
enum CaseErasureController {
    static let routes: [Route] = [
        .get(.caseErasure, .permission(.caseAssign)) { visit, connection in page(visit, try visit.find(CaseFile.self, connection).record) },
        .post(.caseErasure, .permission(.caseAssign), erase),
        .get(.retentionRule, .permission(.retentionEdit)) { visit, connection in
            let stored = try connection.all(RetentionRule.self, "ORDER BY id LIMIT 1").first
            return try editing.page(
                visit, connection, stored?.record ?? RetentionRule(), versions: stored?.versions, to: SitePath.retentionRule(), back: SitePath.protection())
        },
        .post(.retentionRule, .permission(.retentionEdit)) { visit, typed in
            let stored = try await visit.site.store.read { try $0.all(RetentionRule.self, "ORDER BY id LIMIT 1").first }
            return try await editing.take(
                visit, typed, into: stored?.record ?? RetentionRule(), isNew: stored == nil, to: SitePath.retentionRule(), back: SitePath.protection(),
                landing: SitePath.protection(), rule: { rule, _ in try rule.check() })
        },
    ]

    private static let editing = RecordEditing(
        RetentionRule.self, asked: ["months"], act: .retentionEdit, title: Phrase("Durée de conservation", en: "Retention"))

    static let pages = ErasurePages(
        title: Phrase("Effacer le dossier", en: "Erase the case file"),
        what: Phrase(
            "Le dossier, ses personnes, ses notes et leur historique sont oubliés, et la clé de ce qui est scellé est détruite. Un référencement que personne n’a ouvert est détruit aussi. Seuls restent des nombres. Rien ne peut le faire revenir.",
            en:
                "The case file, its people, its notes and their history are forgotten, and the key of what is sealed is destroyed. A referral that nobody has opened is destroyed too. Only numbers remain. Nothing can bring it back."
        ),
        erased: Phrase("Dossier effacé", en: "Case file erased"))

    private static func page(_ visit: Visit, _ file: CaseFile, isMissingGround: Bool = false) -> Reply {
        pages.ask(
            visit, lede: visit.say("Dossier \(file.number)", en: "Case file \(file.number)"), trail: visit.trail(to: file),
            action: SitePath.caseErasure(file.id),
            cancel: SitePath.caseFile(file.id), isMissingGround: isMissingGround)
    }

    private static func erase(_ visit: Visit, _ typed: Typed) async throws -> Reply {
        let store = visit.site.store
        let reader = try visit.reader()
        let file = try await store.read { connection in
            try isErased(visit.id(CaseFile.self), for: reader, connection) ? nil : try visit.find(CaseFile.self, connection).record
        }
        guard let file else { return .redirect(SitePath.caseFile(visit.id)) }
        let ground = ErasureGround(code: typed["ground"])
        guard ground.isKnown else { return page(visit, file, isMissingGround: true) }
        let certificate = ErasureCertificate(ground, by: reader.account, on: visit.today)
        let now = store.milliseconds
        let recalls = try await ReferralRecalls.deeds(erasing: file.id, token: typed.token, visit)
        let outcome = try await visit.perform(.caseErase, typed, in: visit.scope(of: CaseFile.self), then: recalls) {
            try CaseErasure.erase(file, certificate, in: $0, at: now)
        }
        return .done(outcome, at: SitePath.caseFile(file.id))
    }

    /// Whether what the identifier named was erased by someone of the reader's own organisation: for anyone else it never was.
    static func isErased(_ id: ID<CaseFile>, for reader: Reader, _ connection: any Connection) throws -> Bool {
        guard let destruction = try connection.destruction(of: id.cast()), let certificate = try? ErasureCertificate(bytes: destruction.certificate) else {
            return false
        }
        return try connection.find(AccountProfile.self, certificate.author)?.record.organization == reader.organization
    }

    /// The certificate that stands where a case file was; nil where none does, for this reader.
    static func certificate(_ visit: Visit, _ connection: any Connection) throws -> Reply? {
        guard let id = ID<CaseFile>(visit.id), try isErased(id, for: visit.reader(), connection), let destruction = try connection.destruction(of: id.cast())
        else { return nil }
        return try pages.certificate(visit, destruction, trail: Registers.trail(visit, of: .cases), connection)
    }
}
