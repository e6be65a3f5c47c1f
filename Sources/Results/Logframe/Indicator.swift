import Access
import Journal

/// What tells whether a line of the logframe is reached: its definition, how it is worked out, and who answers for it.
package struct Indicator: Record {
    package var id = ID<Indicator>()
    package var code = ""
    package var level = IndicatorLevel.output
    /// The objective or result that it measures; nil at the impact, and where the running of the project is measured.
    package var line: ID<ProjectLine>?
    package var title = ""
    package var definition = ""
    package var formula = ""
    package var unit = ""
    package var measure = IndicatorMeasure.unit
    package var isAscending = true
    package var aggregation = Aggregation.sum
    package var breakdowns = Codes<Breakdown>()
    package var origin = ValueOrigin.hand
    /// The name of the measure that works it out. One that this version does not have yet says that its register comes later.
    package var computedBy = ""
    package var verification = ""
    package var responsible: ID<Organization>?
    package var frequency: Frequency?
    package var trap = ""
    package var titleEnglish = ""
    package var definitionEnglish = ""
    package var formulaEnglish = ""
    package var unitEnglish = ""
    package var verificationEnglish = ""
    package var trapEnglish = ""

    package init() {}

    package static let kind = "indicator"
    package static let title = Phrase("Indicateur", en: "Indicator")
    package static let scope = ScopeForm.network
    package static let indexes = [["sort", "id"], ["line"], ["computed_by"]]

    private static let english = Phrase("En anglais", en: "In English")

    package static let fields: [Field<Self>] = [
        .init("code", \.code, "Code", en: "Code", hint: Phrase("Par exemple R2.4.", en: "Such as R2.4."), required: true, limit: 12),
        .init("level", \.level, "Niveau", en: "Level", required: true),
        .init(
            "line", \.line, "Ligne mesurée", en: "Line measured",
            hint: Phrase("L’objectif d’un effet, le résultat d’un produit.", en: "The objective of an outcome, the result of an output."),
            input: .reference(kind: "result_line")),
        .init("title", \.title, "Intitulé", en: "Title", required: true, limit: 300),
        .init(
            "definition", \.definition, "Définition", en: "Definition",
            hint: Phrase("Ce qui compte, et ce qui ne compte pas.", en: "What counts, and what does not."), limit: 1500, input: .paragraph),
        .init("formula", \.formula, "Calcul", en: "Calculation", limit: 500),
        .init("unit", \.unit, "Unité", en: "Unit", required: true, limit: 60),
        .init("measure", \.measure, "Nature de la valeur", en: "Kind of value", required: true),
        .init("ascending", \.isAscending, "Plus la valeur monte, mieux c’est", en: "The higher the value, the better"),
        .init("aggregation", \.aggregation, "D’une période à l’autre", en: "From one period to the next", required: true),
        .init("breakdowns", \.breakdowns, "Désagrégations", en: "Breakdowns"),
        .init("origin", \.origin, "Sa valeur est", en: "Its value is", required: true),
        .init(
            "computed_by", \.computedBy, "Mesure qui la calcule", en: "Measure that works it out",
            hint: Phrase("Le code de la mesure, le plus souvent celui de l’indicateur.", en: "The measure’s code, most often that of the indicator."), limit: 12
        ),
        .init("verification", \.verification, "Source et moyen de vérification", en: "Source and means of verification", limit: 500),
        .init("responsible", \.responsible, "Organisation responsable", en: "Organisation in charge", input: .reference(kind: "organization")),
        .init("frequency", \.frequency, "Fréquence", en: "Frequency"),
        .init("trap", \.trap, "Piège à éviter", en: "Trap to avoid", limit: 500),
        .init("title_en", \.titleEnglish, "Intitulé en anglais", en: "Title in English", group: english, limit: 300),
        .init("definition_en", \.definitionEnglish, "Définition en anglais", en: "Definition in English", group: english, limit: 1500, input: .paragraph),
        .init("formula_en", \.formulaEnglish, "Calcul en anglais", en: "Calculation in English", group: english, limit: 500),
        .init("unit_en", \.unitEnglish, "Unité en anglais", en: "Unit in English", group: english, limit: 60),
        .init("verification_en", \.verificationEnglish, "Vérification en anglais", en: "Verification in English", group: english, limit: 500),
        .init("trap_en", \.trapEnglish, "Piège en anglais", en: "Trap in English", group: english, limit: 500),
    ]

    package static let derived: [Derived<Self>] = [.init("sort") { $0.order }]

    /// What codes sort by, as people count: "R2.4" before "R2.10", impact first and the running of the project last.
    package var order: String {
        let place = IndicatorLevel.list.firstIndex { $0.0 == level } ?? IndicatorLevel.list.count
        let padded = code.split(separator: ".").map { String(repeating: "0", count: max(0, 4 - $0.count)) + $0 }.joined(separator: ".")
        return "\(place) \(Folded.key(padded))"
    }
}

extension Indicator {
    private func said(_ french: String, _ english: String) -> Phrase { Phrase(french, en: english.isEmpty ? french : english) }

    /// What it says in each language; French stands where there is no English yet.
    package var titles: Phrase { said(title, titleEnglish) }
    package var definitions: Phrase { said(definition, definitionEnglish) }
    package var formulas: Phrase { said(formula, formulaEnglish) }
    package var units: Phrase { said(unit, unitEnglish) }
    package var verifications: Phrase { said(verification, verificationEnglish) }
    package var traps: Phrase { said(trap, trapEnglish) }

    package var isPercentage: Bool { measure == .percentage }

    /// What speaks against it, each beside its field. `line` is the one that it names, `others` whose codes are taken.
    package func check(line: ProjectLine?, others: [Indicator]) throws(Refusal) {
        var problems: [Refusal.Problem] = []
        if others.contains(where: { $0.id != id && Folded.key($0.code) == Folded.key(code) }) {
            problems.append(
                .init("code", Phrase("Un autre indicateur porte ce code : choisissez-en un autre.", en: "Another indicator has this code: choose another.")))
        }
        if line?.type != level.lines {
            problems.append(
                .init(
                    "line",
                    level.lines == nil
                        ? Phrase(
                            "À ce niveau, laissez la ligne vide : c’est le projet entier.",
                            en: "At this level, leave the line empty: it is the project as a whole.")
                        : Phrase(
                            "Choisissez une ligne de ce niveau : \(level.lines!.label.french.lowercased()).",
                            en: "Choose a line of this level: \(level.lines!.label.english.lowercased()).")))
        }
        if origin == .register, computedBy.isEmpty {
            problems.append(.init("computed_by", Phrase("Dites quelle mesure le calcule.", en: "Say which measure works it out.")))
        }
        guard problems.isEmpty else { throw Refusal("indicator.fields", problems) }
    }
}
