import Journal
import NetworkLife

extension IATIActivity {
    /// Throws a `Refusal` that names all that keeps the activity from being published: what is not decided, what is not known, what the
    /// standard's rules forbid.
    package func check(on today: Day) throws(Refusal) {
        let problems = settings.problems() + aboutItself(today) + money(today) + measured()
        guard problems.isEmpty else { throw Refusal("iati.incomplete", problems) }
    }

    private func aboutItself(_ today: Day) -> [Refusal.Problem] {
        var found: [Refusal.Problem] = []
        func say(_ field: String, _ french: String, en english: String) { found.append(.init(field, Phrase(french, en: english))) }
        if isBlank(title) { say("title", "Donnez un titre au projet.", en: "Give the project a title.") }
        if isBlank(description) {
            say("description", "Dites en une phrase ce que fait le projet.", en: "Say in a sentence what the project does.")
        }
        if plannedStart == nil, actualStart == nil {
            say("start", "Donnez la date de démarrage du projet.", en: "Give the project’s start date.")
        }
        if let plannedStart, let plannedEnd, plannedStart > plannedEnd {
            say("planned_end", "La fin prévue précède le début prévu.", en: "The planned end is before the planned start.")
        }
        if let actualStart, let actualEnd, actualStart > actualEnd {
            say("actual_end", "La fin effective précède le début effectif.", en: "The actual end is before the actual start.")
        }
        for (field, day) in [("actual_start", actualStart), ("actual_end", actualEnd)] {
            if let day, day > today {
                say(field, "Une date effective ne peut pas être à venir.", en: "An actual date cannot be still to come.")
            }
        }
        for role in [Participant.Role.funding, .implementing] where !participants.contains(where: { $0.role == role }) {
            say(
                "participants", role == .funding ? "Dites qui finance le projet." : "Dites qui met le projet en œuvre.",
                en: role == .funding ? "Say who funds the project." : "Say who implements the project.")
        }
        let organizations = participants.map(\.organization) + transactions.flatMap { [$0.provider, $0.receiver].compactMap { $0 } }
        for organization in Set(organizations).sorted(by: { $0.name < $1.name }) {
            if let identifier = organization.identifier, !IATISettings.isIdentifier(identifier) {
                say(
                    "participants", "L’identifiant IATI de « \(organization.name) » ne peut contenir ni espace ni / & | ?.",
                    en: "The IATI identifier of “\(organization.name)” cannot hold blanks or / & | ?.")
            }
            if organization.identifier == nil, organization.name.allSatisfy(\.isWhitespace) {
                say("participants", "Une organisation n’a ni identifiant ni nom.", en: "An organisation has neither identifier nor name.")
            }
        }
        if locations.isEmpty {
            say("locations", "Dites dans quelles régions le projet agit.", en: "Say in which regions the project acts.")
        }
        for place in locations where !Self.isPlaceCode(place.code) {
            say("locations", "« \(place.code) » n’est pas un P-code du Niger.", en: "“\(place.code)” is not a P-code of Niger.")
        }
        return found
    }

    private func money(_ today: Day) -> [Refusal.Problem] {
        var found: [Refusal.Problem] = []
        for budget in budgets where budget.days.upperBound >= budget.days.lowerBound.advanced(byMonths: 12) {
            found.append(
                .init(
                    "budget",
                    Phrase(
                        "Le budget du \(budget.days.lowerBound) au \(budget.days.upperBound) dépasse un an : coupez-le.",
                        en: "The budget from \(budget.days.lowerBound) to \(budget.days.upperBound) is longer than a year: cut it.")))
        }
        for transaction in transactions where transaction.day > today {
            found.append(
                .init(
                    "transactions",
                    Phrase(
                        "Une opération est datée du \(transaction.day), qui est à venir.",
                        en: "A transaction is dated \(transaction.day), which is still to come.")))
        }
        return found
    }

    private func measured() -> [Refusal.Problem] {
        let known = Set(locations.map(\.code))
        var found: [Refusal.Problem] = []
        for indicator in results.flatMap(\.indicators) {
            let values = (indicator.baseline.map { [$0.value] } ?? []) + indicator.periods.flatMap { $0.targets + $0.actuals }
            func say(_ french: String, en english: String) {
                found.append(
                    .init("indicators", Phrase("Indicateur \(indicator.code) : \(french)", en: "Indicator \(indicator.code): \(english)")))
            }
            if isBlank(indicator.title) { say("il n’a pas de titre.", en: "it has no title.") }
            if indicator.measure == .qualitative
                ? values.contains(where: { $0.number != nil }) : values.contains(where: { !Self.isNumber($0.number) })
            {
                say(
                    indicator.measure == .qualitative
                        ? "une valeur dite en mots ne porte pas de nombre." : "une valeur n’est pas un nombre.",
                    en: indicator.measure == .qualitative ? "a value put in words has no number." : "a value is not a number.")
            }
            if let place = values.flatMap(\.places).first(where: { !known.contains($0) }) {
                say("le lieu \(place) n’est pas de ceux du projet.", en: "the place \(place) is none of the project’s.")
            }
        }
        for result in results where isBlank(result.title) {
            found.append(.init("results", Phrase("Un résultat n’a pas de titre.", en: "A result has no title.")))
        }
        return found
    }

    private func isBlank(_ phrase: Phrase) -> Bool { phrase.french.allSatisfy(\.isWhitespace) }

    /// Of a region, a department or a commune.
    private static func isPlaceCode(_ code: String) -> Bool { code.wholeMatch(of: #/NE\d{3}(\d{3}){0,2}/#) != nil }

    private static func isNumber(_ text: String?) -> Bool { text?.wholeMatch(of: #/-?\d+(\.\d+)?/#) != nil }
}

extension IATIActivity.Budget {
    /// The same budget in parts of a year from the first day on, since none may be longer: each part is what its quarters add up to.
    ///
    /// `quarters` are in their order, one after the other.
    package static func yearly(_ quarters: [(days: ClosedRange<Day>, hundredths: Int)], currency: String, isRevised: Bool = false) -> [Self] {
        stride(from: 0, to: quarters.count, by: 4).map { first in
            let part = quarters[first..<min(first + 4, quarters.count)]
            return Self(
                part.first!.days.lowerBound...part.last!.days.upperBound,
                IATIActivity.Sum(hundredths: part.reduce(0) { $0 + $1.hundredths }, currency: currency), isRevised: isRevised)
        }
    }
}
