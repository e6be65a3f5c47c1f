import Exchange
import Foundation
import Journal
import Results
import Storage

/// `Charters/indicators.csv`: what the logframe measures, in French and English, with the targets that the contract sets and no other.
struct IndicatorFile {
    private struct Row {
        let indicator: Indicator
        /// Which objective or result of the charter it measures, from 1.
        let place: Int?
        let targets: [(period: ProjectPeriod, number: Quantity)]
        let line: Int
    }

    private let rows: [Row]

    private static let names = [
        "code", "niveau", "ligne", "intitulé", "intitulé_en", "définition", "définition_en", "calcul", "calcul_en", "unité", "unité_en", "nature", "croissant",
        "agrégation", "désagrégations", "valeur", "mesure", "vérification", "vérification_en", "fréquence", "piège", "piège_en", "cibles",
    ]

    /// Throws on the line of the first row with a code that nothing defines.
    init(csv: [UInt8]) throws {
        let table = try CSVReader().read(csv)
        let columns = Dictionary(uniqueKeysWithValues: Self.names.compactMap { name in table.column(name).map { (name, $0) } })
        guard columns.count == Self.names.count else {
            throw Fault("indicators.csv, ligne 1 : les colonnes attendues sont \(Self.names.joined(separator: ", ")).")
        }
        rows = try table.rows.map { try Self.row($0, columns) }
    }

    private static func row(_ row: CSVRow, _ columns: [String: Int]) throws -> Row {
        let cell = { (name: String) in row.cells[columns[name]!] }
        func code<C: Code>(_ name: String) throws -> C {
            let code = C(code: cell(name))
            guard code.isKnown else { throw fault(row.line, "« \(cell(name)) » n’est pas connu comme \(name)") }
            return code
        }
        var indicator = Indicator()
        indicator.code = cell("code")
        indicator.level = try code("niveau")
        (indicator.title, indicator.titleEnglish) = (cell("intitulé"), cell("intitulé_en"))
        (indicator.definition, indicator.definitionEnglish) = (cell("définition"), cell("définition_en"))
        (indicator.formula, indicator.formulaEnglish) = (cell("calcul"), cell("calcul_en"))
        (indicator.unit, indicator.unitEnglish) = (cell("unité"), cell("unité_en"))
        (indicator.verification, indicator.verificationEnglish) = (cell("vérification"), cell("vérification_en"))
        (indicator.trap, indicator.trapEnglish) = (cell("piège"), cell("piège_en"))
        indicator.measure = try code("nature")
        indicator.isAscending = cell("croissant") == "oui"
        indicator.aggregation = try code("agrégation")
        indicator.breakdowns = Codes(
            try cell("désagrégations").split(separator: " ").map { word in
                let code = Breakdown(code: String(word))
                guard code.isKnown else { throw fault(row.line, "la désagrégation « \(word) » n’est pas connue") }
                return code
            })
        indicator.origin = try code("valeur")
        indicator.computedBy = cell("mesure")
        indicator.frequency = try code("fréquence") as Frequency
        let targets = try cell("cibles").split(separator: " ").map { word -> (ProjectPeriod, Quantity) in
            let halves = word.split(separator: "=")
            let period = ProjectPeriod(code: String(halves[0]))
            guard halves.count == 2, period.isKnown, let number = Quantity(String(halves[1])) else {
                throw fault(row.line, "la cible « \(word) » ne se lit pas")
            }
            return (period, number)
        }
        return Row(indicator: indicator, place: Int(cell("ligne").drop { !$0.isNumber }), targets: targets, line: row.line)
    }

    private static func fault(_ line: Int, _ what: String) -> Fault { Fault("indicators.csv, ligne \(line) : \(what) ; corrigez la ligne.") }

    /// Makes the indicators of the project that the charter made, at its lines, with the contract's targets.
    func make(in act: Act, on today: Day) throws {
        guard let project = try act.connection.all(Project.self, "ORDER BY made LIMIT 1").first?.record else { return }
        let lines = try act.connection.all(ProjectLine.self, "WHERE project = ?", [project.id.value]).map(\.record)
        for row in rows {
            var indicator = row.indicator
            indicator.responsible = project.lead
            if let type = indicator.level.lines {
                guard let line = lines.first(where: { $0.type == type && $0.position == row.place }) else {
                    throw Self.fault(row.line, "la charte n’a pas la ligne que mesure « \(indicator.code) »")
                }
                indicator.line = line.id
            }
            try act.make(indicator)
            for (period, number) in row.targets {
                var target = Target()
                (target.indicator, target.period, target.number, target.on) = (indicator.id, period, number, project.startsOn ?? today)
                target.reason = "Le contrat la fixe."
                try act.make(target)
            }
        }
    }
}
