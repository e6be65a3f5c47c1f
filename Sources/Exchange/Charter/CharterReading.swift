import Journal
import Yams

/// What the parts of a charter name each other by.
enum CharterName: Hashable {
    case partner, institution, person, antenna, meeting, ceremony, place, member, account, decision, organ

    var phrase: Phrase {
        switch self {
        case .partner: Phrase("partenaire", en: "partner")
        case .institution: Phrase("institution", en: "institution")
        case .person: Phrase("personne", en: "person")
        case .antenna: Phrase("antenne", en: "antenna")
        case .meeting: Phrase("rencontre", en: "meeting")
        case .ceremony: Phrase("cérémonie", en: "ceremony")
        case .place: Phrase("code de lieu", en: "place code")
        case .member: Phrase("organisation membre", en: "member organisation")
        case .account: Phrase("compte", en: "account")
        case .decision: Phrase("décision", en: "decision")
        case .organ: Phrase("organe", en: "governing body")
        }
    }
}

/// One reading of one file: what it named so far, and what it referred to.
final class CharterReading {
    let file: String
    private var defined: [CharterName: [String: Int]] = [:]
    private var used: [(CharterName, String, Int)] = []

    private init(file: String) {
        self.file = file
    }

    /// Reads the whole file, every key of it, and then checks that each name that it refers to is defined, in it or in `known`.
    static func read<Document: CharterPart>(
        _ text: String, file: String, known: [CharterName: Set<String>] = [:]
    ) throws(CharterFault) -> Document {
        let reading = CharterReading(file: file)
        for (kind, names) in known {
            reading.defined[kind] = Dictionary(uniqueKeysWithValues: names.map { ($0, 0) })
        }
        let root = try reading.compose(text)
        let document: Document = try CharterMap.read(root, path: "", in: reading)
        for (kind, name, line) in reading.used {
            let names = reading.defined[kind] ?? [:]
            guard names[name] == nil else { continue }
            throw reading.unknown(kind.phrase, name, among: names.keys.sorted(), line: line)
        }
        return document
    }

    func define(_ kind: CharterName, _ name: String, line: Int) throws(CharterFault) {
        if let earlier = defined[kind]?[name], earlier > 0 {
            throw CharterFault(
                file: file, line: line, "« \(name) » est déjà le nom donné à la ligne \(earlier) : choisissez-en un autre.",
                en: "“\(name)” is already the name given on line \(earlier): choose another.")
        }
        defined[kind, default: [:]][name] = line
    }

    func use(_ kind: CharterName, _ name: String, line: Int) {
        used.append((kind, name, line))
    }

    func unknown(_ kind: Phrase, _ name: String, among known: [String], line: Int) -> CharterFault {
        let offer = nearest(to: name, among: known)
        let choices = known.isEmpty || known.count > 12 ? "" : " (\(known.joined(separator: ", ")))"
        let french = offer.map { "vouliez-vous écrire « \($0) » ?" } ?? "corrigez-le\(choices)."
        let english = offer.map { "did you mean “\($0)”?" } ?? "correct it\(choices)."
        return CharterFault(
            file: file, line: line, "« \(name) » n’est pas connu comme \(kind.french) : \(french)",
            en: "“\(name)” is not known as \(kind.english): \(english)")
    }

    private func compose(_ text: String) throws(CharterFault) -> Node {
        do {
            if let node = try Yams.compose(yaml: text) { return node }
        } catch let error as YamlError {
            throw refused(error)
        } catch {
            throw unreadable(line: 1, "\(error)")
        }
        throw CharterFault(
            file: file, line: 1, "le fichier est vide : partez d’une charte existante.",
            en: "the file is empty: start from an existing charter.")
    }

    private func refused(_ error: YamlError) -> CharterFault {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _), .composer(_, let problem, let mark, _):
            return unreadable(line: mark.line, problem)
        case .duplicatedKeysInMapping(let duplicates, let context):
            let keys = duplicates.map(\.description).sorted().joined(separator: ", ")
            return CharterFault(
                file: file, line: context.mark.line, "la clé « \(keys) » est écrite deux fois : gardez-en une.",
                en: "the key “\(keys)” is written twice: keep one.")
        default: return unreadable(line: 1, "\(error)")
        }
    }

    private func unreadable(line: Int, _ problem: String) -> CharterFault {
        CharterFault(
            file: file, line: line,
            "l’écriture YAML n’est pas correcte (\(problem)) : vérifiez les retraits, les deux-points et les guillemets.",
            en: "the YAML is not well formed (\(problem)): check indents, colons and quotation marks.")
    }
}
