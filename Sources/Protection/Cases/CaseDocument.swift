import Access
import Journal
import Vault

/// A document of the case file: an attestation, a decision, a letter. The file and what it is are sealed as all that the case file says.
package struct CaseDocument: CaseRecord {
    package var id = ID<CaseDocument>()
    package var organization: ID<Organization>?
    package var caseFile: ID<CaseFile>?
    package var on: Day?
    package var what: Sealed<String>?
    package var file: Sealed<AttachedFile>?

    package init() {}

    package static let kind = "case_document"
    package static let title = Phrase("Document du dossier", en: "Document of the case file")
    package static let indexes = [["case_file", "id"]]

    package static let fields: [Field<Self>] =
        head(\.organization, \.caseFile) + [
            .init("on", \.on, "Reçu le", en: "Received on", required: true),
            .init(
                "what", \.what, "Ce que c’est", en: "What it is",
                hint: Phrase("Par exemple : décision du juge, certificat de naissance.", en: "For example: decision of the judge, birth certificate."),
                limit: 200, .sealed),
            .init("file", \.file, "Le document", en: "The document", required: true, .sealed),
        ]
}
