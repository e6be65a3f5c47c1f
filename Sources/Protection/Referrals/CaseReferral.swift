import Access
import Journal
import Vault

/// That a case file and a referral belong together, on one side: what left with it for the sender, what came of it for the receiver. The other party never has it.
package struct CaseReferral: Record {
    package var id = ID<CaseReferral>()
    package var organization: ID<Organization>?
    package var caseFile: ID<CaseFile>?
    package var referral: ID<Referral>?
    package var on: Day?
    package var shared: Sealed<Codes<ReferralPart>>?
    package var service: Sealed<ServiceKind>?
    /// The documents of the case file of which a copy left.
    package var documents: Sealed<IDs<CaseDocument>>?

    package init() {}

    package static let kind = "case_referral"
    package static let counted: Counted? = .part
    package static let title = Phrase("Référencement d’un dossier", en: "Referral of a case file")
    package static let scope = ScopeForm.organization
    package static let indexes = [["case_file", "id"], ["referral"]]
    package static let sealedUnder = "case_file"
    package var about: AnyID? { caseFile?.cast() }

    package static let fields: [Field<Self>] = [
        .init("organization", \.organization, "Organisation", en: "Organisation", input: .hidden),
        .init("case_file", \.caseFile, "Dossier", en: "Case file", required: true, input: .hidden),
        .init("referral", \.referral, "Référencement", en: "Referral", required: true, input: .hidden),
        .init("on", \.on, "Le", en: "On"),
        .init(
            "shared", \.shared, "Ce qui est partagé", en: "What is shared",
            hint: Phrase(
                "Ce que la personne veut bien, et rien d’autre. Sans le nom, un code seul part.",
                en: "What the person agrees to, and nothing else. Without the name, a code alone leaves."), .sealed),
        .init("service", \.service, "Service demandé", en: "Service asked for", .sealed),
        .init("documents", \.documents, "Documents transmis", en: "Documents that go along", input: .hidden, .sealed),
    ]
}

/// Who holds a referral in one of the two organisations: its key was wrapped for that generation of their keys.
package struct ReferralAssignment: Record, HeldByAgent {
    package var id = ID<ReferralAssignment>()
    package var organization: ID<Organization>?
    package var referral: ID<Referral>?
    package var account: ID<Account>?
    package var keyGeneration = 1
    package var since: Day?

    package init() {}

    package static let kind = "referral_assignment"
    package static let title = Phrase("Référencement confié", en: "Referral assigned")
    package static let scope = ScopeForm.organization
    package static let indexes = [["referral", "organization"], ["account", "referral"]]

    package static let fields: [Field<Self>] = [
        .init("organization", \.organization, "Organisation", en: "Organisation", input: .hidden),
        .init("referral", \.referral, "Référencement", en: "Referral", required: true, input: .hidden),
        .init("account", \.account, "Agent", en: "Officer", required: true, input: .reference(kind: "account")),
        .init("key_generation", \.keyGeneration, "Génération de la clé", en: "Generation of the key", required: true, input: .hidden),
        .init("since", \.since, "Depuis le", en: "Since"),
    ]
}

extension Reader {
    /// The referrals that this reader may see, as a condition on `referral`: a supervisor all of their organisation's; an officer those that they hold, those of
    /// the case files that they may open, and those that came and that nobody holds yet.
    package var referrals: (sql: String, values: [Value]) {
        let between = (sql: "(referral.sender = ? OR referral.receiver = ?)", values: [organization.value, organization.value])
        if roles.contains(.supervisor) { return between }
        guard roles.contains(.caseworker) else { return ("1 = 0", []) }
        let files = caseFiles
        return (
            """
            \(between.sql) AND (EXISTS (SELECT 1 FROM referral_assignment WHERE referral_assignment.referral = referral.id AND account = ?) \
            OR EXISTS (SELECT 1 FROM case_referral JOIN case_file ON case_file.id = case_referral.case_file WHERE case_referral.referral = referral.id AND \(files.sql)) \
            OR (referral.receiver = ? AND NOT EXISTS (SELECT 1 FROM referral_assignment WHERE referral_assignment.referral = referral.id AND organization = ?)))
            """, between.values + [account.value] + files.values + [organization.value, organization.value]
        )
    }
}
