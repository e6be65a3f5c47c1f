import Foundation

/// How far two descriptions speak for one person: the sum, in bits, of what each trait says. Ten bits are a thousand to one.
package struct Likeness: Sendable {
    package struct Part: Sendable {
        package let agreement: Agreement
        package let bits: Double
        /// What was compared, for a name the two spellings; empty for what is no name.
        package let one: String
        package let other: String
    }

    package let bits: Double
    package let parts: [Part]

    package init(_ one: Traits, _ other: Traits, weights: Weights = .fitted, frequent: FrequentNames = .none) {
        var parts = Self.names(one.names, other.names, weights, frequent)
        func add(_ agreement: Agreement?) {
            if let agreement { parts.append(Part(agreement: agreement, bits: weights.bits(agreement), one: "", other: "")) }
        }
        add(Self.equal(one.sex, other.sex, .sexEqual, .sexApart))
        add(Self.birth(one.born, other.born))
        add(Self.equal(one.nationality, other.nationality, .nationalityEqual, .nationalityApart))
        add(Self.place(one.place, other.place))
        if !one.telephones.isEmpty, !other.telephones.isEmpty {
            add(one.telephones.isDisjoint(with: other.telephones) ? .telephoneApart : .telephoneEqual)
        }
        add(Self.mother(one.mother, other.mother))
        self.parts = parts
        bits = parts.reduce(0) { $0 + $1.bits }
    }

    /// What the names alone say.
    package var nameBits: Double { parts.reduce(0) { $0 + ($1.agreement.trait == .name ? $1.bits : 0) } }

    /// How many parts of the names agree, at least in their frame.
    package var meetingNames: Int { parts.count { [.nameEqual, .nameFold, .nameFrame].contains($0.agreement) } }
}

extension Likeness {
    /// What each part of the names compared must bring on average, in bits, for a search to show the person.
    package static let shown = 2.0
    /// What all traits together must bring for two files to be shown as possible duplicates.
    package static let possible = 8.0

    /// Whether the names speak for one person. Without names, nothing is said.
    package var hasLikeNames: Bool { namesSpeak == true }

    /// Whether the names do not speak for one person, so that nothing else does.
    package var hasUnlikeNames: Bool { namesSpeak == false }

    private var namesSpeak: Bool? {
        let names = parts.count { $0.agreement.trait == .name }
        return names == 0 ? nil : nameBits >= Self.shown * Double(names)
    }

    /// Whether someone who may not open the other file is told that one with close names exists: two parts of the names must agree.
    package var hasCloseNames: Bool { hasLikeNames && meetingNames >= 2 }

    /// Whether the two files may be one person’s. What a family has in common (a telephone, a mother, a place) never suffices against the names.
    package var isPossibleDuplicate: Bool {
        bits >= Self.possible && !hasUnlikeNames
    }
}

extension Likeness {
    /// Each part of the shorter name with the part of the other that it agrees with best, whatever the order; a part beyond is not known, and neutral.
    static func names(_ one: [NamePart], _ other: [NamePart], _ weights: Weights, _ frequent: FrequentNames) -> [Part] {
        let (few, many) = one.count <= other.count ? (one, other) : (other, one)
        var pairs: [(agreement: Agreement, closeness: Double, few: Int, many: Int)] = []
        for (i, a) in few.enumerated() {
            for (j, b) in many.enumerated() {
                let closeness = a.fold == b.fold ? 1 : Closeness.of(a.fold, b.fold)
                pairs.append((agreement(a, b, closeness), closeness, i, j))
            }
        }
        pairs.sort { ($0.agreement.rank, $1.closeness, $0.few, $0.many) < ($1.agreement.rank, $0.closeness, $1.few, $1.many) }
        var (paired, taken) = (Set<Int>(), Set<Int>())
        var parts: [Part] = []
        for pair in pairs where !paired.contains(pair.few) && !taken.contains(pair.many) {
            paired.insert(pair.few)
            taken.insert(pair.many)
            var bits = weights.bits(pair.agreement)
            if pair.agreement.rank < Agreement.nameClose.rank {
                bits += min(3, max(-3, log2(weights.meeting / frequent.share(of: few[pair.few].frame, else: weights.meeting))))
            }
            parts.append(Part(agreement: pair.agreement, bits: bits, one: few[pair.few].spelling, other: many[pair.many].spelling))
        }
        return parts
    }

    private static func agreement(_ a: NamePart, _ b: NamePart, _ closeness: Double) -> Agreement {
        if a.spelling == b.spelling { return .nameEqual }
        if a.fold == b.fold { return .nameFold }
        if a.frame == b.frame { return .nameFrame }
        return closeness >= closeEnough ? .nameClose : .nameApart
    }

    /// Chosen on the fitted half of the judged pairs.
    static let closeEnough = 0.75

    private static func equal(_ one: String?, _ other: String?, _ same: Agreement, _ apart: Agreement) -> Agreement? {
        guard let one, let other else { return nil }
        return one == other ? same : apart
    }

    private static func birth(_ one: ClosedRange<Int>?, _ other: ClosedRange<Int>?) -> Agreement? {
        guard let one, let other else { return nil }
        if one == other, one.count == 1 { return .birthEqual }
        switch max(one.lowerBound - other.upperBound, other.lowerBound - one.upperBound, 0) {
        case 0...2: return .birthNear
        case 3...5: return .birthFar
        default: return .birthApart
        }
    }

    private static func place(_ one: String?, _ other: String?) -> Agreement? {
        guard let one, let other else { return nil }
        if one == other { return .placeEqual }
        // A P-code is the country’s two letters and three digits a level.
        return one.utf8.count >= 5 && other.utf8.count >= 5 && one.utf8.prefix(5).elementsEqual(other.utf8.prefix(5))
            ? .placeNear : .placeApart
    }

    private static func mother(_ one: [NamePart], _ other: [NamePart]) -> Agreement? {
        guard !one.isEmpty, !other.isEmpty else { return nil }
        let parts = names(one, other, Weights([:]), .none)
        let alike = parts.count { $0.agreement.rank <= Agreement.nameClose.rank }
        return alike == parts.count ? .motherAlike : alike > 0 ? .motherPartly : .motherApart
    }
}

extension Agreement {
    /// Its place among the levels of its trait, the nearest first.
    var rank: Int {
        switch self {
        case .nameEqual: 0
        case .nameFold: 1
        case .nameFrame: 2
        case .nameClose: 3
        default: 4
        }
    }
}
