import Access
import Accounts
import Journal
import Storage
import Vault

/// What a first contact finds, in one act: the file, the person, what they consent to, and what a screening says of their risk.
package struct FirstContact: Sendable {
    package var caseFile = CaseFile()
    package var person = CasePerson()
    package var consent = Consent()
    package var screening = Screening()

    /// The answers that are sealed, by the field's name; the names of the four records' sealed fields differ.
    package var clear: [String: Value] = [:]

    package init() {}

    /// What speaks against opening the file. A name is never required; that what was said may be kept, is.
    package func check() throws(Refusal) {
        if consent.registered != .yes {
            throw Refusal(
                "case.consent",
                Phrase(
                    "Sans l’accord de la personne, rien n’est écrit. Orientez-la, et comptez l’orientation ; ou notez que son accord est donné.",
                    en: "Without the person’s agreement nothing is written. Tell them where to go and count that, or note that they agree."),
                field: "registered")
        }
        if person.ageBand?.isMinor == true, consent.giver == .person {
            throw Refusal(
                "case.minor", Phrase("Pour un mineur, dites qui répond avec lui.", en: "For a minor, say who answers with them."), field: "giver")
        }
        if consent.closing == .handed, consent.handTo == nil {
            throw Refusal(
                "case.hand-to", Phrase("Dites à quelle organisation le dossier serait confié.", en: "Say to which organisation the file would be handed."),
                field: "hand_to")
        }
        if let year: Int = value("birth_year"), !(1900...2100).contains(year) {
            throw Refusal(
                "case.birth-year", Phrase("Donnez l’année en quatre chiffres, ou laissez vide.", en: "Give the year in four digits, or leave it empty."),
                field: "birth_year")
        }
    }

    private func value<V: FieldValue>(_ name: String) -> V? { clear[name].flatMap { try? V(value: $0) } }

    /// Draws the file's key, seals what is to be sealed, and makes the four records. The author follows the file, unless it is left to the intake.
    package func open(for reader: Reader, leftToIntake: Bool, by ring: Keyring, in act: Act, on day: Day) throws {
        try check()
        var (caseFile, person, consent, screening) = (caseFile, person, consent, screening)
        let agent = leftToIntake ? nil : reader.account
        let key = try CaseKeys.draw(for: caseFile.id, of: reader.organization, followedBy: agent, by: ring, in: act, on: day)
        let fresh = { (_: String) in Value.null }
        let rule = try ScreeningRule.standing(act.connection)

        screening.caseFile = caseFile.id
        screening.on = day
        screening.risk = Opened(screening, clear: clear).risk(by: rule)
        try screening.seal(clear, under: [key], seen: fresh)

        caseFile.number = try Self.freeNumber(in: reader.organization, act.connection)
        caseFile.risk = screening.risk
        caseFile.assessBy = screening.risk.map { day.advanced(by: rule.days(for: $0)) }
        caseFile.setBands(openedOn: day, place: value("place"))
        try caseFile.seal(clear, under: [key], seen: fresh)
        try caseFile.seal(\.openedOn, day, under: key)

        person.caseFile = caseFile.id
        person.relation = .head
        person.setBands(clear, on: day)
        try person.seal(clear, under: [key], seen: fresh)

        consent.caseFile = caseFile.id
        consent.on = day
        try consent.seal(clear, under: [key], seen: fresh)

        try act.make(caseFile)
        try act.make(person)
        try act.make(consent)
        try act.make(screening)
    }

    /// A number is printed and looked for inside its organisation: what others have decides nothing.
    private static func freeNumber(in organization: ID<Organization>, _ connection: any Connection) throws -> String {
        let taken = "SELECT 1 FROM case_file WHERE organization = ? AND number = ? LIMIT 1"
        while true {
            let number = CaseFile.drawNumber()
            if try connection.first(taken, [organization.value, .text(number)], { _ in true }) != true { return number }
        }
    }
}

extension CasePerson {
    /// Whether the file was opened for this person.
    package var isHead: Bool { relation == .head }

    /// What the sealed year and nationality leave in clear. A year that was said decides the band.
    package mutating func setBands(_ clear: [String: Value], on day: Day) {
        if let value = clear["nationality"] { origin = OriginGroup(of: try? Nationality(value: value)) }
        if case .integer(let year)? = clear["birth_year"] { ageBand = AgeBand(years: day.year - Int(year)) }
    }
}
