import Access
import Journal
import Storage

/// That two files are of one person. They stay two, each under its own key; the link moves nothing, and ends by being said to.
package struct CaseJoin: CaseRecord {
    package var id = ID<CaseJoin>()
    package var organization: ID<Organization>?
    package var caseFile: ID<CaseFile>?
    package var otherFile: ID<CaseFile>?
    package var on: Day?
    package var endedOn: Day?

    package init() {}

    package static let kind = "case_join"
    package static let counted: Counted? = .part
    package static let title = Phrase("Dossiers joints", en: "Joined case files")
    package static let indexes = [["case_file", "id"], ["other_file", "id"]]

    package static let fields: [Field<Self>] =
        head(\.organization, \.caseFile) + [
            .init("other_file", \.otherFile, "Autre dossier", en: "Other case file", required: true, input: .hidden),
            .init("on", \.on, "Joints le", en: "Joined on"),
            .init("ended_on", \.endedOn, "Séparés le", en: "Separated on"),
        ]

    /// The file at the other end.
    package func other(than caseFile: ID<CaseFile>) -> ID<CaseFile>? { self.caseFile == caseFile ? otherFile : self.caseFile }

    /// Joins a file to the one whose number was typed. Throws a `Refusal` where there is none of the organisation's, or where they are joined.
    package static func make(_ caseFile: ID<CaseFile>, toNumber text: String, in act: Act, on day: Day) throws {
        let number = CaseFile.number(in: text) ?? text
        guard let organization = act.scope.owner,
            let other = try act.connection.all(
                CaseFile.self, "WHERE organization = ? AND number = ? LIMIT 1", [organization.value, number.value]
            ).first?.id
        else {
            throw Refusal(
                "case-join.number",
                Phrase(
                    "Aucun dossier ne porte ce numéro. Recopiez-le de l’autre dossier.", en: "No case file has this number. Copy it from the other case file."),
                field: "number")
        }
        guard other != caseFile else {
            throw Refusal(
                "case-join.same",
                Phrase("C’est le numéro de ce dossier-ci. Donnez celui de l’autre.", en: "This is the number of this very case file. Give the other’s."),
                field: "number")
        }
        guard try !act.connection.joins(of: caseFile).contains(where: { $0.endedOn == nil && $0.other(than: caseFile) == other }) else {
            throw Refusal("case-join.joined", Phrase("Ces deux dossiers sont déjà joints.", en: "These two case files are joined already."), field: "number")
        }
        var join = CaseJoin()
        (join.caseFile, join.otherFile, join.on) = (caseFile, other, day)
        try act.make(join)
    }
}

extension Connection {
    /// The links of a case file, whichever end it is.
    package func joins(of caseFile: ID<CaseFile>) throws -> [CaseJoin] {
        try all(CaseJoin.self, "WHERE case_file = ? OR other_file = ? ORDER BY id LIMIT 100", [caseFile.value, caseFile.value]).map(\.record)
    }
}
