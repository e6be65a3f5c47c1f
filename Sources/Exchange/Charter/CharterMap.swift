import Journal
import Yams

/// A struct that a mapping of a charter describes; it asks for every key that it knows, in one place.
protocol CharterPart: Sendable {
    init(_ map: CharterMap) throws(CharterFault)
}

/// A choice among fixed words; the raw value is the word that the file writes.
protocol CharterWord: RawRepresentable, CaseIterable, Sendable where RawValue == String {
    static var phrase: Phrase { get }
}

/// One mapping of a charter while it is read. It remembers which keys were asked for: the others are refused by name.
final class CharterMap {
    let line: Int
    let reading: CharterReading
    private let path: String
    private let node: Node.Mapping
    private var asked: Set<String> = []

    private init(_ node: Node.Mapping, line: Int, path: String, in reading: CharterReading) {
        (self.node, self.line, self.path, self.reading) = (node, line, path, reading)
    }

    static func read<Part: CharterPart>(_ node: Node, path: String, in reading: CharterReading) throws(CharterFault) -> Part {
        let line = node.mark?.line ?? 1
        guard let mapping = node.mapping else {
            let place = path.isEmpty ? Phrase("le fichier", en: "the file") : Phrase("« \(path) »", en: "“\(path)”")
            throw CharterFault(
                file: reading.file, line: line, "\(place.french) attend des lignes « clé: valeur » : corrigez les retraits.",
                en: "\(place.english) expects lines of “key: value”: correct the indents.")
        }
        let map = CharterMap(mapping, line: line, path: path, in: reading)
        let part = try Part(map)
        try map.refuseOthers()
        return part
    }

    private func refuseOthers() throws(CharterFault) {
        for (key, _) in node {
            let name = key.scalar?.string ?? ""
            guard !asked.contains(name) else { continue }
            throw unknown(key, offer: nearest(to: name, among: asked.sorted()))
        }
    }

    private func unknown(_ key: Node, offer: String?) -> CharterFault {
        let name = key.scalar?.string ?? ""
        return CharterFault(
            file: reading.file, line: key.mark?.line ?? line,
            "la clé « \(name) » n’est pas connue\(place.french) : " + (offer.map { "vouliez-vous écrire « \($0) » ?" } ?? "retirez-la."),
            en: "the key “\(name)” is not known\(place.english): " + (offer.map { "did you mean “\($0)”?" } ?? "remove it."))
    }

    private var place: Phrase {
        path.isEmpty ? Phrase(same: "") : Phrase(" dans « \(path) »", en: " in “\(path)”")
    }

    private func path(of key: String) -> String {
        path.isEmpty ? key : "\(path).\(key)"
    }

    /// The node at the key, or nil when the key is absent or its value is `null`.
    private func found(_ key: String) -> Node? {
        asked.insert(key)
        guard let value = node[key], value.null == nil else { return nil }
        return value
    }

    private func required(_ key: String) throws(CharterFault) -> Node {
        if let value = found(key) { return value }
        // A key that differs by an accent or a blank alone is the one meant: it is named, rather than the one that is missing.
        let slips = node.map(\.key).filter { $0.scalar.map { $0.string != key && isSameWord($0.string, key) } ?? false }
        if let slip = slips.first { throw unknown(slip, offer: key) }
        throw CharterFault(
            file: reading.file, line: line, "il manque « \(key) »\(place.french) : ajoutez la ligne « \(key): … ».",
            en: "“\(key)” is missing\(place.english): add the line “\(key): …”.")
    }

    /// A fault on the line of the key.
    func fault(_ key: String, _ french: String, en english: String) -> CharterFault {
        CharterFault(
            file: reading.file, line: node[key]?.mark?.line ?? line, "« \(path(of: key)) » \(french)", en: "“\(path(of: key))” \(english)")
    }

    private func scalar(_ node: Node, _ key: String) throws(CharterFault) -> String {
        if let text = node.scalar?.string.trimmingWhitespace, !text.isEmpty { return text }
        throw fault(key, "attend un texte : écrivez-le sur la même ligne.", en: "expects text: write it on the same line.")
    }
}

extension CharterMap {
    func text(_ key: String) throws(CharterFault) -> String {
        try scalar(try required(key), key)
    }

    func textIfAny(_ key: String) throws(CharterFault) -> String? {
        guard let node = found(key) else { return nil }
        return try scalar(node, key)
    }

    /// What `parse` makes of the text; `expected` completes "expects …" when that is nil.
    func value<Value>(_ key: String, _ expected: Phrase, _ parse: (String) -> Value?) throws(CharterFault) -> Value {
        try parsed(try text(key), key, expected, parse)
    }

    func valueIfAny<Value>(_ key: String, _ expected: Phrase, _ parse: (String) -> Value?) throws(CharterFault) -> Value? {
        guard let text = try textIfAny(key) else { return nil }
        return try parsed(text, key, expected, parse)
    }

    private func parsed<Value>(_ text: String, _ key: String, _ expected: Phrase, _ parse: (String) -> Value?) throws(CharterFault) -> Value {
        if let value = parse(text) { return value }
        throw fault(
            key, "attend \(expected.french), et non « \(text) » : corrigez-le.",
            en: "expects \(expected.english), not “\(text)”: correct it.")
    }

    func number(_ key: String, in range: ClosedRange<Int>) throws(CharterFault) -> Int {
        try value(key, Self.numberPhrase(range)) { Int($0).flatMap { range.contains($0) ? $0 : nil } }
    }

    func numberIfAny(_ key: String, in range: ClosedRange<Int>) throws(CharterFault) -> Int? {
        try valueIfAny(key, Self.numberPhrase(range)) { Int($0).flatMap { range.contains($0) ? $0 : nil } }
    }

    private static func numberPhrase(_ range: ClosedRange<Int>) -> Phrase {
        Phrase(
            "un nombre entier entre \(range.lowerBound) et \(range.upperBound)",
            en: "a whole number between \(range.lowerBound) and \(range.upperBound)")
    }

    func yes(_ key: String, otherwise: Bool? = nil) throws(CharterFault) -> Bool {
        if let otherwise, found(key) == nil { return otherwise }
        return try value(key, Phrase("« oui » ou « non »", en: "“oui” or “non”")) { ["oui": true, "non": false][$0.lowercased()] }
    }

    func dayIfAny(_ key: String) throws(CharterFault) -> Day? {
        try valueIfAny(key, Phrase("une date comme 2027-03-08, ou null", en: "a date like 2027-03-08, or null"), Day.init)
    }

    func word<Word: CharterWord>(_ key: String) throws(CharterFault) -> Word {
        try word(try text(key), line: node[key]?.mark?.line ?? line)
    }

    func wordIfAny<Word: CharterWord>(_ key: String) throws(CharterFault) -> Word? {
        found(key) == nil ? nil : try word(key)
    }

    func words<Word: CharterWord>(_ key: String) throws(CharterFault) -> [Word] {
        var words: [Word] = []
        for (text, line) in try lines(key) { words.append(try word(text, line: line)) }
        return words
    }

    private func word<Word: CharterWord>(_ text: String, line: Int) throws(CharterFault) -> Word {
        if let word = Word(rawValue: text) { return word }
        throw reading.unknown(Word.phrase, text, among: Word.allCases.map(\.rawValue), line: line)
    }

    func part<Part: CharterPart>(_ key: String) throws(CharterFault) -> Part {
        try Self.read(try required(key), path: path(of: key), in: reading)
    }

    func partIfAny<Part: CharterPart>(_ key: String) throws(CharterFault) -> Part? {
        guard let node = found(key) else { return nil }
        return try Self.read(node, path: path(of: key), in: reading)
    }

    /// The list at the key; none when the key is absent.
    func parts<Part: CharterPart>(_ key: String) throws(CharterFault) -> [Part] {
        var parts: [Part] = []
        for (i, node) in try list(key).enumerated() {
            parts.append(try Self.read(node, path: "\(path(of: key))[\(i + 1)]", in: reading))
        }
        return parts
    }

    func texts(_ key: String) throws(CharterFault) -> [String] {
        try lines(key).map(\.0)
    }

    private func lines(_ key: String) throws(CharterFault) -> [(String, Int)] {
        var lines: [(String, Int)] = []
        for node in try list(key) { lines.append((try scalar(node, key), node.mark?.line ?? line)) }
        return lines
    }

    private func list(_ key: String) throws(CharterFault) -> [Node] {
        guard let node = found(key) else { return [] }
        guard let sequence = node.sequence else {
            throw fault(
                key, "attend une liste : commencez chaque ligne par un tiret.", en: "expects a list: begin each line with a hyphen.")
        }
        return Array(sequence)
    }

    /// A name by which other parts refer to this one; given once in the file.
    func defined(_ key: String, as kind: CharterName) throws(CharterFault) -> String {
        let name = try text(key)
        try reading.define(kind, name, line: node[key]?.mark?.line ?? line)
        return name
    }

    func reference(_ key: String, to kind: CharterName) throws(CharterFault) -> String {
        let name = try text(key)
        reading.use(kind, name, line: node[key]?.mark?.line ?? line)
        return name
    }

    func referenceIfAny(_ key: String, to kind: CharterName) throws(CharterFault) -> String? {
        found(key) == nil ? nil : try reference(key, to: kind)
    }

    func references(_ key: String, to kind: CharterName) throws(CharterFault) -> [String] {
        let lines = try lines(key)
        for (name, line) in lines { reading.use(kind, name, line: line) }
        return lines.map(\.0)
    }
}

extension String {
    fileprivate var trimmingWhitespace: String {
        guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(self[first...last])
    }
}
