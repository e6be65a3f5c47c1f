import HTML
import Journal

/// A long list of choices on a small screen: the first ones and those that stand are at hand, the others folded away.
enum Folding {
    static let most = 12
    static let atHand = 6

    typealias List = [(code: String, label: Phrase)]

    static func split(_ list: List, standing: [String], atHand: Int = atHand) -> (near: List, far: List) {
        guard list.count > most else { return (list, []) }
        let near = Set(list.prefix(atHand).map(\.code)).union(standing)
        return (list.filter { near.contains($0.code) }, list.filter { !near.contains($0.code) })
    }
}

extension FormSheet.Line {
    var isCount: Bool { if case .count = input { true } else { false } }
}

extension FormSheet {
    /// Neighbouring lines under one heading, or one line without any.
    struct Block: Sendable {
        let heading: Phrase?
        var lines: [Line]
    }

    var blocks: [Block] {
        lines.reduce(into: []) { blocks, line in
            if let group = line.group, blocks.last?.heading == group {
                blocks[blocks.count - 1].lines.append(line)
            } else {
                blocks.append(Block(heading: line.group, lines: [line]))
            }
        }
    }
}

extension Typed {
    /// What was typed for a field, as its line shows it again.
    func texts(_ name: String, _ input: Input) -> [String] {
        guard case .tally(let list) = input else { return all(name) }
        return list.compactMap { item in
            let text = self["\(name)-\(item.code)"]
            return text.isEmpty ? nil : "\(item.code)=\(text)"
        }
    }
}

/// Counts stand side by side, so that a sheet of numbers fits a telephone; anything else one under the other.
struct BlockView: Component {
    let say: Say
    let block: FormSheet.Block
    var isQuick = false

    var body: some Markup {
        if let heading = block.heading {
            fieldset {
                legend(say(heading))
                div(.class(block.lines.allSatisfy(\.isCount) ? "figures" : nil)) { Each(block.lines) { FieldView(say: say, line: $0, isQuick: isQuick) } }
            }
        } else {
            Each(block.lines) { FieldView(say: say, line: $0, isQuick: isQuick) }
        }
    }
}

/// A number for each of a list.
struct TallyView: Component {
    let say: Say
    let line: FormSheet.Line
    let list: [(code: String, label: Phrase)]

    private var id: String { "f-\(line.name)" }

    /// What stands beside each code, as typed.
    private var counts: [String: String] {
        Dictionary(
            line.values.map { text in
                let halves = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                return (String(halves[0]), halves.count > 1 ? String(halves[1]) : "")
            }, uniquingKeysWith: { a, _ in a })
    }

    var body: some Markup {
        let counts = counts
        let (near, far) = Folding.split(list, standing: Array(counts.keys), atHand: 8)
        fieldset(.id(id), .class(line.problem == nil ? nil : "wrong"), .aria("describedby", line.problem == nil ? nil : "\(id)-error")) {
            legend(say(line.label))
            if let hint = line.hint { p(say(hint), .class("hint")) }
            if let problem = line.problem { p(say(problem), .class("error"), .id("\(id)-error")) }
            figures(near, counts)
            if !far.isEmpty {
                details {
                    summary(say("Autres (\(far.count))", en: "Others (\(far.count))"))
                    figures(far, counts)
                }
            }
        }
    }

    private func figures(_ list: [(code: String, label: Phrase)], _ counts: [String: String]) -> some Markup {
        div(.class("figures")) {
            Each(list) { item in
                div(.class("field")) {
                    label(say(item.label), .for("\(id)-\(item.code)"))
                    input(
                        .id("\(id)-\(item.code)"), .name("\(line.name)-\(item.code)"), .type(.text), .value(counts[item.code] ?? ""), .class("short"),
                        .maxlength(9), .inputmode("numeric"), .placeholder("0"), .autocomplete("off"))
                }
            }
        }
    }
}
