import Access
import Journal

/// What the network decides before its results are published as open data: under which identifiers, how they are classified, and what stays out.
package struct OpenDataTerms: Record {
    package var id = ID<OpenDataTerms>()
    package var publisher = ""
    package var publisherType = ""
    package var activity = ""
    package var currency = ""
    package var sectors = ""
    package var funder = ""
    package var summary = ""
    package var excluded = ""

    package init() {}

    package static let kind = "open_data_terms"
    package static let title = Phrase("Conditions des données ouvertes", en: "Terms of the open data")
    package static let scope = ScopeForm.network

    package static let fields: [Field<Self>] = [
        .init(
            "publisher", \.publisher, "Identifiant IATI de qui publie", en: "IATI identifier of the publisher",
            hint: Phrase("Celui du registre, par exemple NE-DGI-12345.", en: "That of the registry, such as NE-DGI-12345."), required: true,
            limit: 80),
        .init(
            "publisher_type", \.publisherType, "Type d’organisation (code IATI)", en: "Type of organisation (IATI code)",
            hint: Phrase("22 est une ONG nationale.", en: "22 is a national NGO."), required: true, limit: 2),
        .init(
            "activity", \.activity, "Code du projet", en: "Code of the project",
            hint: Phrase("Court, sans espace : PROMIG.", en: "Short, without blanks: PROMIG."), required: true, limit: 40),
        .init("currency", \.currency, "Monnaie", en: "Currency", hint: Phrase("EUR ou XOF.", en: "EUR or XOF."), required: true, limit: 3),
        .init(
            "sectors", \.sectors, "Secteurs et leur part", en: "Sectors and their share",
            hint: Phrase(
                "Code et pourcentage, séparés par des virgules : 15190 70, 15150 30.",
                en: "Code and percentage, separated by commas: 15190 70, 15150 30."), required: true,
            limit: 200),
        .init("funder", \.funder, "Identifiant IATI du bailleur", en: "IATI identifier of the funder", limit: 80),
        .init(
            "summary", \.summary, "Le projet en quelques phrases", en: "The project in a few sentences",
            hint: Phrase("Tout le monde pourra les lire.", en: "Anyone will be able to read them."),
            required: true, limit: 1500, input: .paragraph),
        .init(
            "excluded", \.excluded, "Indicateurs qui restent dehors", en: "Indicators that stay out",
            hint: Phrase("Leurs codes, séparés par des virgules : R2.6, R3.4.", en: "Their codes, separated by commas: R2.6, R3.4."),
            limit: 500),
    ]

    /// The sectors, or nil where the text is no list of them.
    package var sectorShares: [(code: String, percent: Int)]? {
        let parts = sectors.replacing("%", with: " ").split(separator: ",").map { $0.split(whereSeparator: \.isWhitespace) }
        let read = parts.compactMap { part in
            part.count == 2 ? Int(part[1]).map { (code: String(part[0]), percent: $0) } : nil
        }
        return read.count == parts.count ? read : nil
    }

    package var excludedCodes: Set<String> {
        Set(excluded.split { $0 == "," || $0 == ";" || $0.isWhitespace }.map { $0.uppercased() })
    }

    /// What an approval is of: these words, and no later ones.
    package var digest: Bytes {
        Bytes(
            Digest(
                of: Array(
                    [publisher, publisherType, activity, currency, sectors, funder, summary, excluded].joined(separator: "\u{1F}").utf8)
            ).bytes)
    }
}

/// That someone agrees that results are published on these terms. Taken back, it is removed, and nothing is published any more.
package struct OpenDataApproval: Record {
    package var id = ID<OpenDataApproval>()
    package var by: ID<Account>?
    package var on: Day?
    package var terms: Bytes?

    package init() {}

    package static let kind = "open_data_approval"
    package static let title = Phrase("Accord pour les données ouvertes", en: "Approval of the open data")
    package static let scope = ScopeForm.network

    package static let fields: [Field<Self>] = [
        .init("by", \.by, "Par", en: "By", required: true, input: .reference(kind: "account")),
        .init("on", \.on, "Le", en: "On", required: true),
        .init("terms", \.terms, "Conditions approuvées", en: "Terms approved", required: true, input: .hidden),
    ]
}

/// Whether anything is published.
package struct OpenData: Sendable {
    package let terms: OpenDataTerms?
    package let approvals: [OpenDataApproval]

    package init(_ terms: OpenDataTerms?, _ approvals: [OpenDataApproval]) {
        self.terms = terms
        self.approvals = approvals
    }

    /// Those of the terms as they stand now, one for each person.
    package var standing: [OpenDataApproval] {
        guard let digest = terms?.digest else { return [] }
        var seen: Set<ID<Account>> = []
        return approvals.filter { one in one.terms == digest && one.by.map { seen.insert($0).inserted } ?? false }
    }

    /// Two people agree, whatever else is missing.
    package var isOpen: Bool { standing.count >= 2 }

    /// Throws a `Refusal` where there is nothing to approve, or the person has.
    package func check(approvalBy account: ID<Account>) throws(Refusal) {
        guard terms != nil else {
            throw Refusal("open-data.terms", Phrase("Écrivez d’abord les conditions.", en: "Write the terms first."))
        }
        guard !standing.contains(where: { $0.by == account }) else {
            throw Refusal(
                "open-data.approved",
                Phrase(
                    "Vous avez déjà donné votre accord ; il faut une autre personne.",
                    en: "You have agreed already; another person is needed."))
        }
    }

    /// Throws a `Refusal` unless two people agreed.
    package func checkOpen() throws(Refusal) {
        guard isOpen else {
            throw Refusal(
                "open-data.closed",
                Phrase(
                    "Les données ouvertes sont fermées : deux personnes doivent d’abord donner leur accord, sur la page « Données ouvertes ».",
                    en: "The open data is closed: two people must agree first, on the page “Open data”."))
        }
    }
}

extension ActName {
    package static let openDataTerms = ActName(
        "open-data.terms", "Conditions des données ouvertes modifiées", en: "Terms of the open data edited", .openDataEdit)
    package static let openDataApprove = ActName(
        "open-data.approve", "Données ouvertes approuvées", en: "Open data approved", .openDataApprove, signed: true)
    package static let openDataWithdraw = ActName(
        "open-data.withdraw", "Accord retiré", en: "Approval taken back", .openDataApprove, undo: false)
}

extension ResultsArea {
    static let openDataKinds: [RecordKind] = [RecordKind(OpenDataTerms.self), RecordKind(OpenDataApproval.self)]
    static let openDataActs: [ActName] = [.openDataTerms, .openDataApprove, .openDataWithdraw]
}
