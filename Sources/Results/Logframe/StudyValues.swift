import Access
import Journal

/// Values of the baseline study that came in one table: what it found for each indicator. Of answers only what they come to is kept, never a row of them.
package struct StudyValues: Record {
    package var id = ID<StudyValues>()
    package var on: Day?
    package var source = ""
    package var table = ""
    package var reason = ""

    package init() {}

    package static let kind = "study_values"
    package static let title = Phrase("Valeurs de l’étude de base", en: "Values of the baseline study")
    package static let scope = ScopeForm.network

    package static let fields: [Field<Self>] = [
        .init("on", \.on, "Date de la mesure", en: "Date measured", required: true),
        .init(
            "source", \.source, "Source", en: "Source of the values", hint: Phrase("L’étude, la page, le document.", en: "The study, the page, the document."),
            required: true, limit: 500),
        .init(
            "table", \.table, "Tableau CSV", en: "CSV table",
            hint: Phrase(
                "Collez des constats (colonnes indicateur, valeur, partie, total), ou les réponses exportées de KoboToolbox\u{A0}: une question nommée R1_5 donne l’indicateur R1.5. Les réponses elles-mêmes ne sont pas gardées.",
                en:
                    "Paste findings (columns indicator, value, part, whole), or the answers that KoboToolbox exports: a question named R1_5 gives indicator R1.5. The answers themselves are not kept."
            ),
            required: true, limit: 500_000, input: .paragraph),
        .init(
            "reason", \.reason, "Motif du changement", en: "Reason for the change",
            hint: Phrase("Nécessaire quand une valeur existe déjà.", en: "Needed where a value exists already."), limit: 500),
    ]
}

extension ActName {
    package static let studyImport = ActName("study.import", "Valeurs de l’étude importées", en: "Values of the study imported", .indicatorEdit)
}
