import HTML
import Journal

/// What one part of the work asks of the reader today, as the home page shows it.
protocol Duties: Component {
    /// How many things there are to see to.
    var count: Int { get }
    /// How many of them are late.
    var late: Int { get }
    /// What one of them is called, and several.
    static var nouns: (one: Phrase, many: Phrase) { get }
}

extension Duties {
    var isEmpty: Bool { count == 0 }
}

/// All that waits for the reader, part after part, and how much of it is late.
struct AllDuties: Markup {
    let parts: [any Duties]

    var isEmpty: Bool { parts.allSatisfy(\.isEmpty) }

    func write(to page: inout Output) {
        for part in parts { part.write(to: &page) }
    }

    /// What matters now, in one sentence to the reader: "2 alertes et 1 décision en retard vous attendent."
    func lede(_ name: String, _ say: Say) -> String {
        let late = parts.filter { $0.late > 0 }
        let total = late.reduce(0) { $0 + $1.late }
        guard total > 0 else {
            return isEmpty
                ? say("\(name), rien ne vous attend aujourd’hui.", en: "\(name), nothing waits for you today.")
                : say("\(name), rien n’est en retard.", en: "\(name), nothing is late.")
        }
        let named = late.map { part in "\(part.late) \(say(part.late == 1 ? type(of: part).nouns.one : type(of: part).nouns.many))" }
        let list = named.count == 1 ? named[0] : named.dropLast().joined(separator: ", ") + say(" et ", en: " and ") + named.last!
        return total == 1
            ? say("\(name), \(list) en retard vous attend.", en: "\(name), \(list) is late and waits for you.")
            : say("\(name), \(list) en retard vous attendent.", en: "\(name), \(list) are late and wait for you.")
    }
}
