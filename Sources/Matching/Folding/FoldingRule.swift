/// One of the rules that bring the spellings of a name together: what it does, why, and names that it makes alike.
package struct FoldingRule: Sendable {
    package let name: String
    /// Why the spellings differ where people write them.
    package let reason: String
    /// Pairs of spellings that are one after all rules, as "Tchiroma = Chiroma".
    package let examples: [String]
    let work: Work

    enum Work: Sendable {
        /// Turns any script and case into letters a to z, digits, blanks, and what no rule knows.
        case script
        /// Joins and drops whole words.
        case words
        /// Rewrites each word.
        case spelling(Rewriting)
        /// Leaves of each word what is heard whatever the vowels.
        case frame
    }

    init(_ name: String, _ reason: String, _ examples: [String], _ work: Work) {
        (self.name, self.reason, self.examples, self.work) = (name, reason, examples, work)
    }

    init(_ name: String, _ reason: String, _ examples: [String], _ steps: [String]) {
        self.init(name, reason, examples, .spelling(Rewriting(steps)))
    }
}

/// Letters as scalar values: what the rules know is a to z and 0 to 9; anything else passes through them unchanged.
typealias Letters = [UInt32]

extension Letters {
    init(_ text: String) { self = text.unicodeScalars.map(\.value) }

    /// Which of the letters a to z there are, one bit each.
    var alphabet: UInt32 { reduce(0) { 97...122 ~= $1 ? $0 | 1 << ($1 - 97) : $0 } }

    var text: String {
        var text = String.UnicodeScalarView()
        for letter in self { if let scalar = Unicode.Scalar(letter) { text.append(scalar) } }
        return String(text)
    }
}

/// The replacements of one rule, done in one pass from left to right; where several fit, the first that is written.
///
/// A step reads `before letters after = instead +n`: `<` and `>` are the start and the end of the word, `(v)`, `(c)` or `(xyz)` a vowel, a
/// consonant or one of those letters that stands beside and stays, `+n` that the word has at least so many letters besides.
final class Rewriting: Sendable {
    /// Of plain numbers, so that trying one touches no memory but the word's: its letters stand in ``letters``.
    private struct Step {
        var before = Place.anywhere
        var taken: Range<Int>
        var after = Place.anywhere
        var instead: Range<Int>
        var besides = 0
    }

    private enum Place {
        case anywhere, edge
        /// One bit a letter of the alphabet.
        case one(of: UInt32)

        func holds(_ neighbour: UInt32?) -> Bool {
            switch self {
            case .anywhere: true
            case .edge: neighbour == nil
            case .one(let letters): if let neighbour, 97...122 ~= neighbour { letters >> (neighbour - 97) & 1 == 1 } else { false }
            }
        }
    }

    /// What all steps take and write instead.
    private let letters: Letters
    /// The steps by the first of their letters, and among those in the order written.
    private let steps: [Step]
    /// Where the steps of each letter begin, a to z, and where the last end.
    private let starts: [Int]
    /// The letters that steps begin with.
    private let firsts: UInt32
    private let isCollapsing: Bool

    /// The rule `==` alone writes each double letter once.
    init(_ lines: [String]) {
        isCollapsing = lines == ["=="]
        var letters = Letters()
        var lists = [[Step]](repeating: [], count: 26)
        for line in lines where !isCollapsing {
            let step = Self.step(Letters(line), &letters)
            if let first = letters[step.taken].first, 97...122 ~= first { lists[Int(first - 97)].append(step) }
        }
        self.letters = letters
        steps = Array(lists.joined())
        starts = lists.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.count) }
        firsts = lists.enumerated().reduce(0) { $1.element.isEmpty ? $0 : $0 | 1 << UInt32($1.offset) }
    }

    private static func step(_ line: Letters, _ letters: inout Letters) -> Step {
        var (before, after, besides) = (Place.anywhere, Place.anywhere, 0)
        var (taken, instead) = (Letters(), Letters())
        var isInstead = false
        var set: Letters?
        for (at, sign) in line.enumerated() {
            switch Character(Unicode.Scalar(sign) ?? " ") {
            case "<": before = .edge
            case ">": after = .edge
            case "(": set = []
            case ")":
                let place = Place.one(of: bits(set ?? []))
                if taken.isEmpty { before = place } else { after = place }
                set = nil
            case "=": isInstead = true
            case "+": besides = Int(line[at + 1]) - 48
            case "0"..."9", " ": break
            default:
                if set != nil { set?.append(sign) } else if isInstead { instead.append(sign) } else { taken.append(sign) }
            }
        }
        let start = letters.count
        letters += taken + instead
        return Step(
            before: before, taken: start..<start + taken.count, after: after, instead: start + taken.count..<letters.count, besides: besides
        )
    }

    private static let vowels = bits(Letters("aeiouy"))

    private static func bits(_ set: Letters) -> UInt32 {
        switch set {
        case Letters("v"): vowels
        case Letters("c"): ~vowels
        default: set.reduce(0) { $0 | 1 << ($1 - 97) }
        }
    }

    /// Whether it may change a word of these letters.
    func concerns(_ alphabet: UInt32) -> Bool { isCollapsing || firsts & alphabet != 0 }

    /// The word rewritten; as it is where that would leave nothing.
    func apply(to word: Letters) -> Letters {
        var done = Letters()
        // What stands before `kept` is in `done` already: nothing is copied until something changes.
        var (at, kept) = (0, 0)
        while at < word.count {
            if isCollapsing, at > 0, word[at - 1] == word[at], 97...122 ~= word[at] {
                done += word[kept..<at]
                at += 1
                kept = at
            } else if !isCollapsing, let step = fitting(word, at) {
                done += word[kept..<at]
                done += letters[step.instead]
                at += step.taken.count
                kept = at
            } else {
                at += 1
            }
        }
        if kept == 0 || kept == word.count && done.isEmpty { return word }
        return done + word[kept...]
    }

    private func fitting(_ word: Letters, _ at: Int) -> Step? {
        guard 97...122 ~= word[at] else { return nil }
        let before = at > 0 ? word[at - 1] : nil
        let letter = Int(word[at] - 97)
        for index in starts[letter]..<starts[letter + 1] {
            let step = steps[index]
            let end = at + step.taken.count
            guard step.before.holds(before), end <= word.count, word.count - step.taken.count >= step.besides else { continue }
            if stands(step, in: word, at), step.after.holds(end < word.count ? word[end] : nil) { return step }
        }
        return nil
    }

    /// Whether the letters of the step stand there; the first is known to.
    private func stands(_ step: Step, in word: Letters, _ at: Int) -> Bool {
        for offset in 1..<max(1, step.taken.count) where word[at + offset] != letters[step.taken.lowerBound + offset] { return false }
        return true
    }
}
