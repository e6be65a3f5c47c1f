import Foundation
import FoundationXML
import HTML
import Testing

/// One of each chart, as pages draw them.
enum SampleChart: String, CaseIterable, Sendable {
    case bars, budget, lines, gantt, map

    func figure(id: String? = nil, direction: Attribute.Direction = .leftToRight, word: String = "") -> any Markup {
        func facts(_ title: String, _ description: String) -> ChartFacts {
            ChartFacts(id: id ?? rawValue, title: title + word, description: description + word, direction: direction)
        }
        switch self {
        case .bars:
            return ChartWithTable(
                BarChart(
                    facts("Personnes orientées", "Vers la santé surtout ; vers l’asile, la cible n’est pas atteinte."),
                    [
                        .init(
                            "Santé et soutien psychosocial, y compris les accouchements" + word, [.init(42, "42")],
                            aim: .init(30, "cible 30")),
                        .init("Asile", [.init(14, "14")], aim: .init(20, "cible 20")),
                        .init("Aide juridique", [.init(0, "0")], aim: .init(5, "cible 5")),
                        .init("Retour volontaire", [.init(nil, "pas de données" + word)]),
                    ]), columns: ["Droit", "Atteint", "Cible"])
        case .budget:
            return ChartWithTable(
                BarChart(
                    facts("Budget par rubrique", "Un tiers est dépensé ; les frais de voyage dépassent ce qui était prévu."),
                    [
                        .init(
                            "Ressources humaines",
                            [.init(96_000_000, "prévu 96 000 000"), .init(31_500_000, "dépensé 31 500 000", series: .second)]),
                        .init("Voyages", [.init(8_000_000, "prévu 8 000 000"), .init(9_250_000, "dépensé 9 250 000", series: .second)]),
                        .init("Écart de change", [.init(-2_000_000, "−2 000 000"), .init(-500_000, "−500 000", series: .third)]),
                    ]), columns: ["Rubrique", "Prévu", "Dépensé"])
        case .lines:
            return ChartWithTable(
                LineChart(
                    facts("Membres admis", "De 8 à 23 en cinq trimestres ; la cible de 30 au sixième reste à atteindre."),
                    periods: (1...6).map { "T\(($0 - 1) % 4 + 1) \($0 < 5 ? 2027 : 2028)\(word)" },
                    value: ("Membres" + word, [8, 11, nil, 17, 23, nil]), target: ("Cible", [5, 10, 15, 20, 25, 30]),
                    format: { $0.map { String(Int($0)) } ?? "–" }), columns: ["Trimestre", "Membres", "Cible"])
        case .gantt:
            return ChartWithTable(
                GanttChart(
                    facts("Plan d’activités", "Deux activités sur cinq sont faites, une est en retard."),
                    [
                        .init("2027", months: ["J", "F", "M", "A", "M", "J", "J", "A", "S", "O", "N", "D"]),
                        .init("2028", months: ["J", "F", "M", "A", "M", "J"]),
                    ],
                    [
                        .heading("Résultat 1 : le réseau est structuré" + word),
                        .init("1.1 Première réunion nationale", .done, "faite", months: 1...1, milestones: [1], when: "février 2027"),
                        .init(
                            "1.2 Plan stratégique mis à jour avec toutes les organisations membres", .late, "en retard", months: 2...6,
                            when: "mars à juillet 2027"),
                        .heading("Résultat 2 : les droits sont accessibles"),
                        .init("2.1 Séances d’information", .underWay, "en cours", months: 3...14, when: "avril 2027 à mars 2028"),
                        .init(
                            "2.2 Formation des agents" + word, .planned, "prévue", months: 10...12, milestones: [10, 12],
                            when: "novembre 2027 à janvier 2028"),
                        .init("2.3 Étude de référence", .done, "faite", months: 0...0, when: "janvier 2027"),
                    ], today: (8.4, "aujourd’hui")), columns: ["Activité", "Mois", "État"])
        case .map:
            let counts: [(String, String, Double?)] = [
                ("NE001", "Agadez", 48), ("NE002", "Diffa", 6), ("NE003", "Dosso", 0), ("NE004", "Maradi", 12), ("NE005", "Tahoua", 25),
                ("NE006", "Tillabéri", nil), ("NE007", "Zinder", 9), ("NE008", "Niamey", 37),
            ]
            return ChartWithTable(
                TileMap(
                    facts("Séances par région", "Agadez d’abord, puis Niamey et Tahoua ; rien à Dosso, Tillabéri n’est pas connu."),
                    counts.map { .init($0, $1, $2, $2.map { String(Int($0)) } ?? "–") }), columns: ["Région", "Séances"])
        }
    }
}

/// An element as a reader of XML finds it, with what it stands in.
struct FoundElement: Sendable {
    let name: String
    let attributes: [String: String]
    let text: String
    let path: [String]

    func number(_ name: String, _ unit: String) -> Double? {
        attributes[name].flatMap { $0.hasSuffix(unit) ? Double($0.dropLast(unit.count)) : nil }
    }
}

/// The drawing inside a chart's markup, read back.
func drawing(_ markup: String) throws -> [FoundElement] {
    let start = try #require(markup.range(of: "<svg"))
    let end = try #require(markup.range(of: "</svg>", options: .backwards))
    let document = try XMLDocument(xmlString: String(markup[start.lowerBound..<end.upperBound]))
    func all(_ element: XMLElement, _ path: [String]) -> [FoundElement] {
        let attributes = Dictionary(uniqueKeysWithValues: (element.attributes ?? []).map { ($0.name ?? "", $0.stringValue ?? "") })
        let found = FoundElement(name: element.name ?? "", attributes: attributes, text: element.stringValue ?? "", path: path)
        let below = (element.children ?? []).compactMap { $0 as? XMLElement }
        return [found] + below.flatMap { all($0, path + [found.name]) }
    }
    return all(try #require(document.rootElement()), [])
}

@Suite("A chart")
struct ChartTests {
    @Test("is drawn as approved in Fixtures/charts", arguments: SampleChart.allCases, [Attribute.Direction.leftToRight, .rightToLeft])
    func approved(chart: SampleChart, direction: Attribute.Direction) throws {
        let name = direction == .leftToRight ? chart.rawValue : "\(chart.rawValue)-rtl"
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../Fixtures/charts/\(name).html")
            .standardized
        let found = written(chart.figure(direction: direction)).replacing("><", with: ">\n<") + "\n"
        guard found != (try? String(contentsOf: file, encoding: .utf8)) else { return }
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try found.write(to: file.appendingPathExtension("received"), atomically: true, encoding: .utf8)
        Issue.record("the chart differs from \(file.lastPathComponent); what was drawn lies beside it")
    }

    @Test("says what it is and what it shows, and is told apart from others on its page", arguments: SampleChart.allCases)
    func accessible(chart: SampleChart) throws {
        let elements = try drawing(written(chart.figure(id: "c7")))
        #expect(elements[0].attributes["role"] == "img")
        let title = elements.first { $0.attributes["id"] == elements[0].attributes["aria-labelledby"] }
        let description = elements.first { $0.attributes["id"] == elements[0].attributes["aria-describedby"] }
        #expect(title?.name == "title" && title?.text.isEmpty == false)
        #expect(description?.name == "desc" && description?.text.isEmpty == false)
        let ids = elements.compactMap { $0.attributes["id"] }
        #expect(Set(ids).count == ids.count && ids.allSatisfy { $0.hasPrefix("c7") })
        let used = elements.compactMap { $0.attributes["fill"]?.wholeMatch(of: /url\(#(.+)\)/)?.1 }.map(String.init)
        #expect(used.allSatisfy { ids.contains($0) })
        #expect(elements.allSatisfy { $0.attributes["style"] == nil })
    }

    @Test(
        "keeps every shape within its frame, in either direction", arguments: SampleChart.allCases,
        [Attribute.Direction.leftToRight, .rightToLeft])
    func within(chart: SampleChart, direction: Attribute.Direction) throws {
        let elements = try drawing(written(chart.figure(direction: direction)))
        let height = try #require(elements[0].number("height", "em"))
        for element in elements.dropFirst() {
            for (name, _) in element.attributes where ["x", "x1", "x2", "cx"].contains(name) {
                guard let place = element.number(name, "%") else { continue }
                let width = element.number("width", "%") ?? 0
                #expect(place >= 0 && place + width <= 100.01, "\(element.name) \(name) \(place) + \(width)")
            }
            for name in ["y", "y1", "y2", "cy"] {
                guard let place = element.number(name, "em") else { continue }
                #expect(
                    place >= -0.3 && place + (element.number("height", "em") ?? 0) <= height,
                    "\(element.name) \(name) \(place) of \(height)")
            }
        }
    }

    @Test("is mirrored where one reads from right to left, but for the map", arguments: SampleChart.allCases)
    func mirrored(chart: SampleChart) throws {
        let (one, other) = (try drawing(written(chart.figure())), try drawing(written(chart.figure(direction: .rightToLeft))))
        #expect(one.count == other.count)
        for (left, right) in zip(one, other).dropFirst() {
            for name in ["x", "x1", "x2", "cx"] {
                guard let a = left.number(name, "%"), let b = right.number(name, "%") else { continue }
                let mirror = chart == .map ? a : 100 - a - (left.number("width", "%") ?? 0)
                #expect(abs(b - mirror) < 0.021, "\(left.name) \(name): \(a) and \(b)")
            }
        }
    }

    @Test(
        "holds whatever a label is made of", arguments: SampleChart.allCases,
        ["<script>", "\"'&amp;]]>", "مرحبا \u{202E}", "\u{FFFE}\u{0}", String(repeating: "très long ", count: 40)])
    func hostile(chart: SampleChart, word: String) throws {
        let markup = written(chart.figure(word: word))
        let elements = try drawing(markup)
        let names: Set<String> = ["svg", "title", "desc", "pattern", "line", "circle", "rect", "text"]
        #expect(elements.allSatisfy { names.contains($0.name) })
        let shows = elements.contains { $0.name == "title" && $0.text.contains(word.replacing(#/[\x{FFFE}\x{0}]/#, with: "\u{FFFD}")) }
        #expect(shows)
    }

    @Test("draws a bar as long as its value, from zero", arguments: 1...30 as ClosedRange<UInt64>)
    func proportion(seed: UInt64) throws {
        var dice = SystemDice(seed)
        let values = (0..<5).map { _ in Double(Int.random(in: -50...200, using: &dice)) }
        let chart = BarChart(
            ChartFacts(id: "b", title: "t", description: "d"), values.map { .init("row", [.init($0, "\(Int($0))")]) })
        let elements = try drawing(written(chart))
        let zero = try #require(elements.first { $0.attributes["class"] == "axis" }?.number("x1", "%"))
        let bars = elements.filter { $0.name == "rect" }
        let shown = values.filter { $0 != 0 }
        #expect(bars.count == shown.count)
        let longest = try #require(zip(bars, shown).max { abs($0.1) < abs($1.1) })
        let unit = longest.0.number("width", "%")! / abs(longest.1)
        for (bar, value) in zip(bars, shown) {
            let (x, width) = (bar.number("x", "%")!, bar.number("width", "%")!)
            #expect(abs(width - unit * abs(value)) < 0.02)
            #expect(abs((value > 0 ? x : x + width) - zero) < 0.02)
        }
    }

    @Test("breaks a line where there is no value, and puts none at nought")
    func gap() throws {
        let chart = LineChart(
            ChartFacts(id: "l", title: "t", description: "d"), periods: ["1", "2", "3", "4"], value: ("v", [1, nil, 3, 4]),
            format: { $0.map { String(Int($0)) } ?? "–" })
        let elements = try drawing(written(chart))
        #expect(elements.count { $0.name == "line" && $0.attributes["class"] == "one-line" } == 1)
        #expect(elements.count { $0.name == "circle" && $0.attributes["class"] == "one" } == 3)
        #expect(chart.rows == [["1", "1"], ["2", "–"], ["3", "3"], ["4", "4"]])
    }

    @Test(
        "measures by round numbers that begin with nought",
        arguments: [0.0, 0.3, 0.97, 1, 1.5, 4, 7, 10, 23, 99, 100, 101, 12_450, 96_000_000])
    func ticks(highest: Double) throws {
        let ticks = Ticks.from(zeroTo: highest)
        #expect(ticks[0] == 0 && ticks.last! >= highest && (2...7).contains(ticks.count))
        let step = ticks[1]
        let first = step / pow(10, log10(step).rounded(.down))
        #expect([1, 2, 5, 10].contains { abs(first - $0) < 1e-9 }, "\(ticks)")
    }

    @Test("places each region once, each where its neighbours are")
    func regions() {
        let places = TileMap.places
        #expect(places.keys.sorted() == (1...8).map { "NE00\($0)" })
        for (one, other) in places.flatMap({ one in places.map { (one, $0) } }) where one.key < other.key {
            let apart = max(abs(one.value.column - other.value.column), abs(one.value.row - other.value.row))
            #expect(apart >= 1, "\(one.key) lies on \(other.key)")
        }
        #expect(places["NE006"]!.column < places["NE005"]!.column && places["NE005"]!.column < places["NE007"]!.column)
        #expect(places["NE007"]!.column < places["NE002"]!.column && places["NE001"]!.row < places["NE007"]!.row)
        #expect(places["NE004"]!.row > places["NE005"]!.row && places["NE008"]!.column < places["NE003"]!.column)
    }

    @Test(
        "says in letters of which size it is",
        arguments: [
            (Length.percent(33.333), "33.33%"), (.em(-0.5), "-0.5em"), (.pixels(3), "3"), (.em(2.05), "2.05em"), (.percent(-0.001), "0%"),
        ])
    func lengths(length: Length, text: String) {
        #expect(length.text == text)
    }
}

/// A generator that gives the same numbers for the same seed.
private struct SystemDice: RandomNumberGenerator {
    private var state: UInt64
    init(_ seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
