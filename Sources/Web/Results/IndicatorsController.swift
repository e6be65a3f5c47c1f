import Access
import HTML
import Journal
import NetworkLife
import Results
import Storage

/// Indicators: the reference sheet of each, and the forms that change it.
enum IndicatorsController {
    static let routes: [Route] = [.get(.indicator, .permission(.indicatorShow), past: true, IndicatorShow.reply)] + desk.routes

    private static let desk = RecordDesk<Indicator>(
        permission: .indicatorEdit,
        asked: Indicator.fields.map(\.name),
        words: (
            Phrase("Ajouter un indicateur", en: "Add an indicator"), Phrase("Modifier l’indicateur", en: "Edit the indicator"),
            Phrase("Retirer cet indicateur", en: "Take this indicator out")
        ),
        acts: (.indicatorCreate, .indicatorUpdate, .indicatorRemove), paths: (.indicatorNew, .indicatorEdit, .indicatorRemoval),
        begin: { _, connection in
            var indicator = Indicator()
            indicator.responsible = try ProjectController.current(connection).record.lead
            return indicator
        },
        home: { SitePath.indicator($0.id) }, parent: { _ in SitePath.logframe() },
        trail: { visit, _, _ in LogframeController.trail(visit, in: true) },
        rule: { indicator, _, connection in
            try indicator.check(
                line: indicator.line.flatMap { try connection.find(ProjectLine.self, $0)?.record },
                others: connection.all(Indicator.self, "ORDER BY sort, id LIMIT \(Logframe.indicatorsAtMost)").map(\.record))
        })
}

/// Baselines, targets and values: each is stated once, and a later one says why it takes the place of the former.
enum StatedValuesController {
    static let routes: [Route] =
        routes(
            Baseline.self, .baselineNew, asked: ["number", "part", "whole", "on", "source", "reason"], .baselineState,
            Phrase("Fixer la valeur de référence", en: "Set the baseline"))
        + routes(Target.self, .targetNew, asked: ["period", "number", "on", "reason"], .targetState, Phrase("Fixer une cible", en: "Set a target"))
        + routes(
            EnteredValue.self, .valueNew, asked: ["period", "number", "part", "whole", "on", "source", "note", "reason"], .valueState,
            Phrase("Saisir une valeur", en: "Enter a value"))

    private static func routes<V: StatedValue>(_: V.Type, _ path: SitePath, asked: [String], _ act: ActName, _ title: Phrase) -> [Route] {
        let editing = RecordEditing(V.self, asked: asked, act: act, title: title, button: title)
        return [
            .get(path, .permission(.indicatorEdit)) { visit, connection in
                let indicator = try visit.find(Indicator.self, connection).record
                var value = V()
                value.on = visit.today
                return try editing.page(
                    visit, connection, value, versions: nil, to: path(indicator.id), back: SitePath.indicator(indicator.id), trail: trail(visit, indicator))
            },
            .post(path, .permission(.indicatorEdit)) { visit, typed in
                let indicator = try await visit.site.store.read { try visit.find(Indicator.self, $0).record }
                var value = V()
                value.id = typed.token.cast()
                value.indicator = indicator.id
                return try await editing.take(
                    visit, typed, into: value, isNew: true, to: path(indicator.id), back: SitePath.indicator(indicator.id),
                    landing: SitePath.indicator(indicator.id),
                    trail: trail(visit, indicator),
                    rule: { value, connection in
                        let others = try connection.all(V.self, "WHERE indicator = ? ORDER BY id", [indicator.id.value]).map(\.record)
                        try value.check(
                            of: indicator, replacing: others.standing[value.period], in: ProjectController.current(connection).record, today: visit.today)
                    })
            },
        ]
    }

    private static func trail(_ visit: Visit, _ indicator: Indicator) -> [(String, Address)] {
        LogframeController.trail(visit, in: true) + [(indicator.code, SitePath.indicator(indicator.id))]
    }
}
