import HTML
import Journal
import Statistics

/// The records behind a figure for who may not open them: how many of each register and month, in groups of which none is small.
struct EvidenceGroups: Component {
    struct Group: Hashable, Sendable {
        let kind: String
        let month: String
    }

    let lines: [(group: Group, count: Int)]
    /// Those of all small groups together; none where there were none.
    let rest: Int
    private let say: Say

    init(_ rows: [MeasureRow], _ say: Say) {
        (lines, rest) = Self.groups(rows)
        self.say = say
    }

    /// Each record once. Small groups go together, and take the next smallest with them as long as they are few even so: what is left of a known whole is
    /// never small either.
    static func groups(_ rows: [MeasureRow], least: Int = FigureText.least) -> (lines: [(group: Group, count: Int)], rest: Int) {
        var seen: Set<AnyID> = []
        let records = rows.filter { seen.insert($0.record).inserted }
        let counts = Dictionary(grouping: records) { Group(kind: $0.kind, month: String($0.when.prefix(7))) }.mapValues(\.count)
        var kept = counts.sorted { ($0.value, $0.key.month, $0.key.kind) < ($1.value, $1.key.month, $1.key.kind) }[...]
        var rest = 0
        while let next = kept.first, next.value < least || (1..<least).contains(rest) {
            rest += next.value
            kept.removeFirst()
        }
        return (kept.sorted { ($0.key.month, $0.key.kind) < ($1.key.month, $1.key.kind) }.map { ($0.key, $0.value) }, rest)
    }

    var body: some Markup {
        h2(say("D’où vient ce chiffre", en: "Where this figure comes from"))
        if lines.isEmpty, rest == 0 {
            p(say("Aucun enregistrement de cette période n’est compté.", en: "No record of this period is counted."), .class("soft"))
        } else if lines.isEmpty, rest < FigureText.least {
            p(
                say(
                    "Moins de \(FigureText.least) enregistrements : ils ne sont pas dits.", en: "Fewer than \(FigureText.least) records: they are not told."),
                .class("soft"))
        } else {
            table(.class("list")) {
                caption(say("Enregistrements comptés, par groupes", en: "Records counted, in groups"), .class("visually-hidden"))
                thead {
                    tr {
                        th(say("Registre", en: "Register"), .scope(.col))
                        th(say("Mois", en: "Month"), .scope(.col))
                        th(say("Enregistrements", en: "Records"), .scope(.col), .class("number"))
                    }
                }
                tbody {
                    Each(lines) { line in
                        tr {
                            td(say(Evidence.title(of: line.group.kind)))
                            td(Dates.month(line.group.month, say.language), .data("label", say("Mois", en: "Month")))
                            td("\(line.count)", .class("number"), .data("label", say("Enregistrements", en: "Records")))
                        }
                    }
                    if rest > 0 {
                        tr {
                            td(
                                lines.isEmpty ? say("Tous, ensemble", en: "All together") : say("Le reste, ensemble", en: "The rest together"),
                                .colspan(2))
                            td("\(rest)", .class("number"), .data("label", say("Enregistrements", en: "Records")))
                        }
                    }
                }
            }
        }
    }
}
