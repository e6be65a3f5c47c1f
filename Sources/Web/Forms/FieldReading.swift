import Access
import Foundation
import Journal

extension Field {
    /// The value that was typed, or the sentence that says what to do instead.
    func reading(_ typed: Typed) -> Swift.Result<Value, Problem> {
        switch input {
        case .yesNo: return .success(.integer(typed.has(name) ? 1 : 0))
        case .choices(let list):
            let codes = typed.all(name)
            guard codes.allSatisfy({ code in list.contains { $0.code == code } }) else { return .failure(.unknownChoice) }
            return .success(.text(Set(codes).sorted().joined(separator: " ")))
        case .tally(let list): return Self.tally(list, typed, name)
        case .references:
            let codes = typed.all(name)
            guard codes.allSatisfy({ AnyID($0) != nil }) else { return .failure(.unknownChoice) }
            if isRequired, codes.isEmpty { return .failure(.missing) }
            return .success(.text(Set(codes).sorted().joined(separator: " ")))
        case .file: return fileProblem(typed, isStanding: false).map { .failure($0) } ?? .success(.null)
        default: break
        }
        let text = Self.tidy(typed[name])
        if text.isEmpty {
            if case .count = input { return .success(.integer(0)) }
            if isRequired { return .failure(.missing) }
            return .success(column == .text && !isOptionalText ? .text("") : .null)
        }
        if let problem = Self.problem(in: text, limit: limit, isParagraph: isParagraph) { return .failure(problem) }
        switch input {
        case .day: return Self.day(text).map { .success(.text($0.description)) } ?? .failure(.noDay)
        case .time: return Self.time(text).map { .success(.text($0.description)) } ?? .failure(.noTime)
        case .number, .count: return Self.number(text).map { .success(.integer($0)) } ?? .failure(.noNumber)
        case .amount: return Amount(typed: text).map { .success($0.value) } ?? .failure(.noAmount)
        case .quantity: return Quantity(text).map { .success($0.value) } ?? .failure(.noQuantity)
        case .email: return Self.isEmail(text) ? .success(.text(text)) : .failure(.noEmail)
        case .choice(let list): return list.contains { $0.code == text } ? .success(.text(text)) : .failure(.unknownChoice)
        case .reference(let kind):
            if kind == "place" { return PlaceCode(text).map { .success($0.value) } ?? .failure(.unknownChoice) }
            return AnyID(text).map { .success($0.value) } ?? .failure(.unknownChoice)
        default: return .success(.text(text))
        }
    }

    private static func tally(_ list: [(code: String, label: Phrase)], _ typed: Typed, _ name: String) -> Swift.Result<Value, Problem> {
        var parts: [String] = []
        for (code, _) in list.sorted(by: { $0.code < $1.code }) {
            let text = tidy(typed["\(name)-\(code)"])
            guard let count = text.isEmpty ? 0 : number(text) else { return .failure(.noNumber) }
            if count > 0 { parts.append("\(code)=\(count)") }
        }
        return .success(.text(parts.joined(separator: " ")))
    }

    private var isOptionalText: Bool {
        switch input {
        case .day, .time, .quantity, .choice, .reference: true
        default: false
        }
    }

    private var isParagraph: Bool {
        if case .paragraph = input { true } else { false }
    }

    /// One kind of line end, and no space at either end.
    private static func tidy(_ text: String) -> String {
        text.replacingOccurrences(of: "\r\n", with: "\n").replacingOccurrences(of: "\r", with: "\n")
            .trimmingCharacters(in: .whitespacesAndNewlines)
    }

    private static func problem(in text: String, limit: Int, isParagraph: Bool) -> Problem? {
        if text.unicodeScalars.count > limit { return .tooLong(limit, text.unicodeScalars.count) }
        let isClean = text.unicodeScalars.allSatisfy { scalar in
            switch scalar.properties.generalCategory {
            case .control: isParagraph && (scalar == "\n" || scalar == "\t")
            case .privateUse, .unassigned, .surrogate: false
            default: true
            }
        }
        return isClean ? nil : .strangeCharacters
    }

    /// "2027-03-08", as a browser sends it, or "8/3/2027", as a person types it where the browser has no calendar.
    private static func day(_ text: String) -> Day? {
        if let day = Day(text) { return day }
        let parts = text.split(whereSeparator: { "/. -".contains($0) }).map { Int($0) }
        guard parts.count == 3, let day = parts[0], let month = parts[1], let year = parts[2] else { return nil }
        return Day(year: year, month: month, day: day)
    }

    /// "09:05", as a browser sends it, or "9h05", "9 h", as a person types it where the browser has no clock.
    private static func time(_ text: String) -> LocalTime? {
        guard let found = text.wholeMatch(of: #/(\d{1,2})\s*[:hH.]\s*(\d{2})?(:\d{2})?/#), let hour = Int(found.1) else { return nil }
        return LocalTime(hour: hour, minute: found.2.flatMap { Int($0) } ?? 0)
    }

    private static func number(_ text: String) -> Int64? {
        let digits = text.filter { !$0.isWhitespace }
        guard digits.utf8.allSatisfy({ 48...57 ~= $0 }), digits.utf8.count <= 9 else { return nil }
        return Int64(digits)
    }

    private static func isEmail(_ text: String) -> Bool {
        text.wholeMatch(of: #/[^@\s<>,;"]+@[^@\s<>,;".]+(\.[^@\s<>,;".]+)+/#) != nil
    }
}

/// What is wrong with one typed value.
enum Problem: Error, Equatable {
    case missing
    case tooLong(Int, Int)
    case strangeCharacters
    case noDay
    case noTime
    case noNumber
    case noAmount
    case noQuantity
    case noEmail
    case unknownChoice
    case unknownName
    case severalNames
    case missingFile
    case chooseAgain
    case fileTooLong
    case unknownFile
    case noSound

    var phrase: Phrase {
        switch self {
        case .missing: Phrase("Ce champ est nécessaire. Remplissez-le.", en: "This is needed. Fill it in.")
        case .tooLong(let limit, let count):
            Phrase(
                "C’est trop long : \(count) signes, pour \(limit) au plus. Raccourcissez.",
                en: "This is too long: \(count) characters, and \(limit) at most. Shorten it.")
        case .strangeCharacters:
            Phrase("Il y a des signes qui ne s’affichent pas. Retapez ce texte.", en: "There are characters that cannot be shown. Type this text again.")
        case .noDay:
            Phrase(
                "Cette date n’existe pas. Donnez le jour, le mois et l’année, par exemple 8/3/2027.",
                en: "There is no such date. Give day, month and year, such as 8/3/2027.")
        case .noTime:
            Phrase(
                "Cette heure n’existe pas. Donnez l’heure et les minutes, par exemple 9:30.", en: "There is no such time. Give hours and minutes, such as 9:30."
            )
        case .noNumber: Phrase("Donnez un nombre entier, par exemple 28.", en: "Give a whole number, such as 28.")
        case .noAmount: Phrase("Donnez un montant, par exemple 1 250 000 ou 12,50.", en: "Give an amount, such as 1 250 000 or 12.50.")
        case .noQuantity: Phrase("Donnez un nombre, par exemple 28 ou 3,5.", en: "Give a number, such as 28 or 3.5.")
        case .noEmail: Phrase("Cette adresse est incomplète. Exemple : nom@exemple.org.", en: "This address is incomplete. Example: name@example.org.")
        case .unknownChoice: Phrase("Choisissez dans la liste.", en: "Choose from the list.")
        case .unknownName:
            Phrase(
                "Rien ne porte ce nom ici. Vérifiez l’orthographe, ou ajoutez d’abord la fiche.",
                en: "Nothing has this name here. Check the spelling, or add it first.")
        case .missingFile: Phrase("Choisissez un fichier.", en: "Choose a file.")
        case .chooseAgain:
            Phrase("Choisissez ce fichier à nouveau : un navigateur ne peut pas le garder.", en: "Choose this file again: a browser cannot keep it.")
        case .fileTooLong:
            Phrase("Ce fichier dépasse 10 Mo. Choisissez-en un plus court, ou partagez-le.", en: "This file is over 10 MB. Choose a shorter one, or split it.")
        case .unknownFile:
            Phrase(
                "Ce fichier n’est d’aucun des types acceptés, quel que soit son nom. Enregistrez-le en PDF, puis choisissez-le.",
                en: "This file is of none of the types accepted, whatever its name. Save it as PDF, then choose it.")
        case .noSound:
            Phrase(
                "Ce n’est pas un enregistrement sonore. Choisissez un fichier Ogg, WebM, M4A, MP3 ou WAV, sans image.",
                en: "This is not a sound. Choose an Ogg, WebM, M4A, MP3 or WAV file, without pictures.")
        case .severalNames: Phrase("Lequel ? Choisissez ci-dessous, ou précisez le nom.", en: "Which one? Choose below, or give more of the name.")
        }
    }
}

extension Record {
    /// Puts what was typed for the asked fields into the record, what is to be sealed into `clear`, and returns what is wrong, in the order of the list.
    mutating func take(_ typed: Typed, asked: Set<String>, sealing clear: inout [String: Value]) -> [Refusal.Problem] {
        var problems: [Refusal.Problem] = []
        for field in Self.fields where asked.contains(field.name) {
            // A file that came is stored piece by piece, once nothing speaks against the form; without one, what stands stays.
            if field.isFile {
                if let problem = field.fileProblem(typed, isStanding: field.read(self) != .null) { problems.append(.init(field.name, problem.phrase)) }
                continue
            }
            switch field.reading(typed) {
            case .success(let value) where field.sensitivity == .sealed:
                clear[field.name] = value
            case .success(let value):
                do throws(Malformed) {
                    try field.write(&self, value)
                } catch {
                    // The one column that takes no null is filled with its blank value; anything else was a mistyped choice.
                    if value != .null { problems.append(.init(field.name, Problem.unknownChoice.phrase)) }
                }
            case .failure(let problem): problems.append(.init(field.name, problem.phrase))
            }
        }
        return problems
    }

    /// The same for a record that seals nothing.
    mutating func take(_ typed: Typed, asked: Set<String>) -> [Refusal.Problem] {
        var clear: [String: Value] = [:]
        return take(typed, asked: asked, sealing: &clear)
    }
}
