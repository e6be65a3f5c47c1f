import Journal

/// An organisation as IATI knows it; its identifier is the registry's, and where it has none its name must do.
package struct IATIOrganization: Hashable, Sendable {
    package var identifier: String?
    /// A code of IATI's list of organisation types: 10 government, 21 international, 22 national, 24 of a partner country, 40 multilateral.
    package var type: String?
    package var name: String

    package init(identifier: String?, type: String?, name: String) {
        self.identifier = identifier.flatMap { $0.isEmpty ? nil : $0 }
        self.type = type.flatMap { $0.isEmpty ? nil : $0 }
        self.name = name
    }
}

/// What IATI asks and no register holds: who publishes under which identifier, and what the project is classified as. Without it nothing is published.
package struct IATISettings: Sendable {
    /// A DAC purpose code, and its part of the whole; how it is split is the project's decision.
    package struct Sector: Hashable, Sendable {
        let code: String
        let percent: Int

        package init(_ code: String, percent: Int) {
            self.code = code
            self.percent = percent
        }
    }

    package var reporter: IATIOrganization
    /// What follows the publisher's identifier in that of the activity.
    package var activity: String
    package var currency: String
    package var sectors: [Sector]

    package init(reporter: IATIOrganization, activity: String, currency: String, sectors: [Sector] = [Sector("15190", percent: 100)]) {
        self.reporter = reporter
        self.activity = activity
        self.currency = currency
        self.sectors = sectors
    }

    var identifier: String { "\(reporter.identifier ?? "")-\(activity)" }

    /// What must be decided before anything can be published, each in a sentence.
    func problems() -> [Refusal.Problem] {
        var found: [Refusal.Problem] = []
        func say(_ field: String, _ french: String, en english: String) { found.append(.init(field, Phrase(french, en: english))) }
        if !Self.isIdentifier(reporter.identifier ?? "") {
            say(
                "reporter",
                "Donnez l’identifiant IATI de l’organisation qui publie, par exemple NE-DGI-12345 : sans lui, rien ne peut être publié.",
                en: "Give the IATI identifier of the publishing organisation, such as NE-DGI-12345: without it, nothing can be published.")
        }
        if reporter.type?.wholeMatch(of: #/[1-9]\d/#) == nil {
            say(
                "reporter_type", "Dites de quel type est l’organisation qui publie, dans la liste d’IATI.",
                en: "Say of which type the publishing organisation is, from IATI’s list.")
        }
        if !Self.isIdentifier(activity) {
            say(
                "activity", "Donnez un code court au projet, sans espace ni / & | ?, par exemple PROMIG.",
                en: "Give the project a short code without blanks or / & | ?, such as PROMIG.")
        }
        if currency.wholeMatch(of: #/[A-Z]{3}/#) == nil {
            say("currency", "Donnez la monnaie par son code : EUR ou XOF.", en: "Give the currency by its code: EUR or XOF.")
        }
        if sectors.isEmpty || sectors.contains(where: { $0.code.wholeMatch(of: #/\d{5}/#) == nil || $0.percent < 1 })
            || sectors.reduce(0, { $0 + $1.percent }) != 100
            || Set(sectors.map(\.code)).count != sectors.count
        {
            say(
                "sectors", "Les secteurs, par leur code à cinq chiffres, doivent faire ensemble 100 %.",
                en: "The sectors, by their code of five digits, must add up to 100%.")
        }
        return found
    }

    /// Without what the standard's rules 1.3.13 and 1.14.13 forbid, and without blanks.
    static func isIdentifier(_ text: String) -> Bool { text.wholeMatch(of: #/[A-Za-z0-9][A-Za-z0-9._:-]*/#) != nil }
}
