import Access
import Accounts
import Journal
import Matching

/// Someone as they are compared with others: under each name that they are known by.
struct CaseTraits: Sendable {
    /// One for each name; one without a name where none is known.
    let variants: [Traits]

    /// `year` is the one in which the age band was said.
    init(
        name: String?, otherNames: String?, motherName: String?, sex: Sex?, birthYear: Int?, ageBand: AgeBand?, year: Int?, nationality: Nationality?,
        place: PlaceCode?, telephone: String?
    ) {
        let band = ageBand?.years.flatMap { years in year.map { ($0 - years.upperBound)...($0 - years.lowerBound) } }
        let sex = sex.flatMap { [.female, .male].contains($0) ? $0.code : nil }
        let (born, nationality) = (birthYear.map { $0...$0 } ?? band, nationality.flatMap { $0 == .unknown ? nil : $0.code })
        let telephones = Self.numbers(in: telephone)
        let named = { (name: String) in
            Traits(name: name, sex: sex, born: born, nationality: nationality, place: place?.code, telephones: telephones, mother: motherName ?? "")
        }
        let known = ([name ?? ""] + (otherNames ?? "").split(whereSeparator: { ",;/\n".contains($0) }).map { String($0) })
            .filter { !$0.isEmpty }.map(named).filter { !$0.names.isEmpty }
        variants = known.isEmpty ? [named("")] : known
    }

    /// Several may stand in one field.
    static func numbers(in text: String?) -> [String] {
        (text ?? "").split(whereSeparator: { ",;/".contains($0) }).compactMap { Telephone.normalised(String($0)) }
    }

    /// The sealed fields that hold what a person is called; those of a person, and of their file, that are compared.
    static let ofNames: Set = [CasePerson.name(of: \.name), CasePerson.name(of: \.otherNames)]
    static let ofPerson = ofNames.union([CasePerson.name(of: \.motherName), CasePerson.name(of: \.birthYear), CasePerson.name(of: \.nationality)])
    static let ofFile: Set = [CaseFile.name(of: \.place), CaseFile.name(of: \.telephone)]

    init(_ person: Opened<CasePerson>, of caseFile: Opened<CaseFile>) {
        self.init(
            name: person[\.name], otherNames: person[\.otherNames], motherName: person[\.motherName], sex: person.record.sex, birthYear: person[\.birthYear],
            ageBand: person.record.ageBand, year: Int(caseFile.record.month.prefix(4)), nationality: person[\.nationality], place: caseFile[\.place],
            // A number is said for the person whom the file was opened for.
            telephone: person.record.relation == .head ? caseFile[\.telephone] : nil)
    }

    var telephones: Set<String> { variants[0].telephones }

    /// Each part of each name once.
    var names: [NamePart] {
        var seen: Set<String> = []
        return variants.flatMap(\.names).filter { seen.insert($0.frame).inserted }
    }

    /// What is known of someone of whom the names alone are.
    init(namesOf person: Opened<CasePerson>) {
        self.init(
            name: person[\.name], otherNames: person[\.otherNames], motherName: nil, sex: nil, birthYear: nil, ageBand: nil, year: nil, nationality: nil,
            place: nil, telephone: nil)
    }

    /// By the names that speak most for one person.
    func likeness(to other: CaseTraits, frequent: FrequentNames) -> Likeness {
        var best: Likeness?
        for one in variants {
            for two in other.variants {
                let likeness = Likeness(one, two, frequent: frequent)
                if best.map({ likeness.bits > $0.bits }) ?? true { best = likeness }
            }
        }
        return best!
    }
}

extension AgeBand {
    /// The ages that it covers.
    var years: ClosedRange<Int>? {
        if code == "60" { return 60...110 }
        let ends = code.split(separator: "-").compactMap { Int($0) }
        return ends.count == 2 && ends[0] <= ends[1] ? ends[0]...ends[1] : nil
    }
}

extension FirstContact {
    func traits(on day: Day) -> CaseTraits {
        func value<V: FieldValue>(_ name: String) -> V? { clear[name].flatMap { try? V(value: $0) } }
        return CaseTraits(
            name: value("name"), otherNames: value("other_names"), motherName: value("mother_name"), sex: person.sex, birthYear: value("birth_year"),
            ageBand: person.ageBand, year: day.year, nationality: value("nationality"), place: value("place"), telephone: value("telephone"))
    }
}
