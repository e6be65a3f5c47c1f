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
struct Rewriting: Sendable {
    private struct Step {
        var before = Place.anywhere
        var letters: Letters = []
        var after = Place.anywhere
        var instead: Letters = []
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

    /// The steps by the first of their letters, a to z, each list in the order written.
    private let steps: [[Step]]
    /// The letters that a step begins with, one bit each.
    private let firsts: UInt32
    private let isCollapsing: Bool

    /// The rule `==` alone writes each double letter once.
    init(_ lines: [String]) {
        var steps = [[Step]](repeating: [], count: 26)
        isCollapsing = lines == ["=="]
        for line in lines where !isCollapsing {
            let step = Self.step(Letters(line))
            if let first = step.letters.first, 97...122 ~= first { steps[Int(first - 97)].append(step) }
        }
        self.steps = steps
        firsts = isCollapsing ? ~0 : steps.indices.reduce(0) { steps[$1].isEmpty ? $0 : $0 | 1 << UInt32($1) }
    }

    private static func step(_ line: Letters) -> Step {
        var step = Step()
        var isInstead = false
        var set: Letters?
        for (at, sign) in line.enumerated() {
            switch Character(Unicode.Scalar(sign) ?? " ") {
            case "<": step.before = .edge
            case ">": step.after = .edge
            case "(": set = []
            case ")":
                let place = Place.one(of: Self.bits(set ?? []))
                if step.letters.isEmpty { step.before = place } else { step.after = place }
                set = nil
            case "=": isInstead = true
            case "+": step.besides = Int(line[at + 1]) - 48
            case "0"..."9", " ": break
            default:
                if set != nil { set?.append(sign) } else if isInstead { step.instead.append(sign) } else { step.letters.append(sign) }
            }
        }
        return step
    }

    private static let vowels = bits(Letters("aeiouy"))

    private static func bits(_ set: Letters) -> UInt32 {
        switch set {
        case Letters("v"): vowels
        case Letters("c"): ~vowels
        default: set.reduce(0) { $0 | 1 << ($1 - 97) }
        }
    }

    func apply(to word: Letters) -> Letters {
        guard word.contains(where: { 97...122 ~= $0 && firsts >> ($0 - 97) & 1 == 1 }) else { return word }
        var done = Letters()
        var isChanged = false
        var at = 0
        while at < word.count {
            let letter = word[at]
            if isCollapsing {
                if at == 0 || word[at - 1] != letter || !(97...122 ~= letter) { done.append(letter) } else { isChanged = true }
                at += 1
            } else if 97...122 ~= letter, firsts >> (letter - 97) & 1 == 1, let step = fitting(word, at) {
                if !isChanged { done.reserveCapacity(word.count) }
                isChanged = true
                done.append(contentsOf: step.instead)
                at += step.letters.count
            } else {
                done.append(letter)
                at += 1
            }
        }
        return isChanged && !done.isEmpty ? done : word
    }

    private func fitting(_ word: Letters, _ at: Int) -> Step? {
        let list = steps[Int(word[at] - 97)]
        for index in list.indices where Self.fits(list[index], word, at) { return list[index] }
        return nil
    }

    private static func fits(_ step: Step, _ word: Letters, _ at: Int) -> Bool {
        let end = at + step.letters.count
        guard end <= word.count, word.count - step.letters.count >= step.besides else { return false }
        for (offset, letter) in step.letters.enumerated() where word[at + offset] != letter { return false }
        return step.before.holds(at > 0 ? word[at - 1] : nil) && step.after.holds(end < word.count ? word[end] : nil)
    }
}
