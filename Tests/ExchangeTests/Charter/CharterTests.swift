import Exchange
import Foundation
import Journal
import Support
import Testing

/// The files that the project ships, and their text with one thing changed.
private enum Shipped {
    static func text(_ name: String) throws -> String {
        String(decoding: try Data(contentsOf: Python.root.appending(path: "Charters/\(name)")), as: UTF8.self)
    }

    static func places() throws -> Places {
        try Places(csv: Array(try text("places.csv").utf8))
    }

    static func charter(_ change: Change? = nil) throws -> ProjectCharter {
        try ProjectCharter.read(try changed("promig.yaml", change), file: "promig.yaml", places: places())
    }

    static func sample(_ change: Change? = nil) throws -> SampleNetwork {
        try SampleNetwork.read(try changed("sample.yaml", change), file: "sample.yaml", charter: charter())
    }

    private static func changed(_ name: String, _ change: Change?) throws -> String {
        let text = try text(name)
        guard let change else { return text }
        let range = try #require(text.range(of: change.old), "\(change.old) does not stand in \(name)")
        return text.replacingCharacters(in: range, with: change.new)
    }
}

/// A slip in a file, and the sentence that it earns (with plain blanks, after the file and line).
struct Change: Sendable, CustomTestStringConvertible {
    let old: String
    let new: String
    /// Stands first on the line that the sentence names; where it is nil, the new text does.
    let place: String?
    let sentence: String

    init(_ old: String, _ new: String, at place: String? = nil, _ sentence: String) {
        (self.old, self.new, self.place, self.sentence) = (old, new, place, sentence)
    }

    var testDescription: String { "\(old) → \(new)" }

    func check(_ fault: CharterFault?, file: String) throws {
        let fault = try #require(fault)
        let before = try Shipped.text(file)
        let change = try #require(before.range(of: old))
        let after = before.replacingCharacters(in: change, with: new)
        let start = place == nil ? before.distance(from: before.startIndex, to: change.lowerBound) : 0
        let found = try #require(after.dropFirst(start).range(of: place ?? new))
        let line = after[..<found.lowerBound].count { $0 == "\n" } + 1
        let sentence = fault.phrase.french.replacing("\u{A0}", with: " ").replacing(/à la ligne \d+/, with: "plus haut")
        #expect(sentence == "\(file), ligne \(line) : \(self.sentence)")
        #expect(fault.phrase.english.hasPrefix("\(file), line \(line): "))
    }
}

private func fault<Read>(_ body: () throws -> Read) throws -> CharterFault? {
    do {
        _ = try body()
        return nil
    } catch let fault as CharterFault { return fault }
}

@Suite("The charter of a project")
struct ProjectCharterTests {
    @Test("holds what the press note says of the project")
    func project() throws {
        let charter = try Shipped.charter()
        #expect(charter.display.name == "Carnet" && charter.display.letter == "C")
        #expect(charter.languages.work == ["fr", "en"] && charter.languages.open == ["fr", "en", "ar", "ha"])
        #expect(charter.programme.acronym == "PASOC III" && charter.programme.fund == "11e Fonds Européen de Développement")
        #expect(charter.project.reference == "EuropeAid/163741/IH/ACT/NE")
        #expect(charter.project.months == 18 && charter.project.start == nil)
        #expect(charter.project.regions.map(\.place) == ["NE008", "NE005", "NE001"])
        #expect(charter.project.axes.count == 3 && charter.project.objectives.count == 3 && charter.project.results.count == 3)
        #expect(charter.partners.map(\.code) == ["JMED", "Fr-C", "UE"])
        #expect(charter.partners[0].roles == [.implementer, .coordinator])
        #expect(charter.coordinator.email?.address == "ongjmedniger@yahoo.fr")
        #expect(charter.coordinator.hours?.opening == LocalTime(hour: 8, minute: 30))
        #expect(charter.coordinator.hours?.days.count == 5)
    }

    @Test("holds what the press note says of the network, its meetings and its launch")
    func network() throws {
        let charter = try Shipped.charter()
        #expect(charter.network.acronym == "REMIDDH" && charter.network.antennas.map(\.code) == ["TAH", "AGA"])
        #expect(charter.network.organs.allSatisfy { $0.status == .toConfirm && $0.quorum == nil && $0.mandateMonths == nil })
        #expect(charter.network.documentsToSign.count == 3)
        #expect(charter.meetings.everyMonths == 6 && charter.meetings.list.map(\.number) == [1, 2, 3])
        #expect(charter.meetings.list[0].days == 2 && charter.meetings.list[0].agenda.count == 4)
        #expect(charter.meetings.list.allSatisfy { $0.date == nil })
        let launch = try #require(charter.ceremonies.first)
        #expect(launch.patron == "président-cndh" && launch.delegations == ["TAH", "AGA"] && launch.meeting == 1)
        #expect(launch.guests.map(\.institution) == ["CNDH", "MATDC", "DM", "CCM", "ANLTP/TIM", "AT-PASOC", "OIM"])
        #expect(launch.guests[1].capacity == "Président du Comité de Pilotage du PASOC III")
        #expect(charter.institutions.first { $0.code == "DM" }?.parent == "MI")
        #expect(charter.institutions.allSatisfy { !$0.isVerified })
        #expect(charter.people.first?.name == "Pr Khalid Ikri" && charter.people.first?.remark != nil)
        #expect(charter.documents.map(\.kind) == [.baselineStudy, .strategicPlan])
        #expect(charter.notes.first?.text.contains("Les autorités nigériennes mettent en œuvre") == true)
    }

    @Test(
        "a slip is named with its file, its line and what to do",
        arguments: [
            Change(
                "durée_mois: 18", "duree_mois: 18",
                "la clé « duree_mois » n’est pas connue dans « projet » : vouliez-vous écrire « durée_mois » ?"),
            Change(
                "  nom: Carnet\n", "  nom: Carnet\n  letre: C\n", at: "  letre",
                "la clé « letre » n’est pas connue dans « affichage » : vouliez-vous écrire « lettre » ?"),
            Change(
                "durée_mois: 18", "durée_mois: dix-huit",
                "« projet.durée_mois » attend un nombre entier entre 1 et 120, et non « dix-huit » : corrigez-le."),
            Change(
                "pcode: NE005 }\n    - { nom: Agadez", "pcode: NE009 }\n    - { nom: Agadez",
                "« NE009 » n’est pas connu comme code de lieu : corrigez-le."),
            Change("relève_de: MI,", "relève_de: MII,", "« MII » n’est pas connu comme institution : vouliez-vous écrire « MI » ?"),
            Change("code: MATDC", "code: CNDH", "« CNDH » est déjà le nom donné plus haut : choisissez-en un autre."),
            Change(
                "  fonds: 11e Fonds Européen de Développement\n", "", at: "  sigle: PASOC",
                "il manque « fonds » dans « programme » : ajoutez la ligne « fonds: … »."),
            Change("lettre: C", "lettre: Carnet", "« affichage.lettre » attend une seule lettre, et non « Carnet » : corrigez-le."),
            Change(
                "ongjmedniger@yahoo.fr", "ongjmedniger",
                "« coordination.courriel » attend une adresse comme nom@exemple.org, et non « ongjmedniger » : corrigez-le."),
            Change(
                "public: [fr, en, ar, ha]", "public: [fr, en, ar, hausa]",
                "« hausa » n’est pas connu comme langue : corrigez-le (fr, en, ar, ha)."),
            Change(
                "début: null", "début: 8 mars 2027",
                "« projet.début » attend une date comme 2027-03-08, ou null, et non « 8 mars 2027 » : corrigez-le."),
            Change("  sigle: PROMIG\n", "  sigle: PROMIG\n  sigle: PROMIG\n", "la clé « sigle » est écrite deux fois : gardez-en une."),
            Change(
                "{ numéro: 3,", "{ numéro: 4,", at: "    - numéro: 1",
                "« rencontres_nationales.liste » numérote les rencontres 1, 2, 3… dans l’ordre : corrigez les numéros."),
            Change(
                "rôles: [partenariat]", "rôles: [coordination]", at: "  - { sigle: JMED",
                "« partenaires » attend le rôle « coordination » pour JMED, et pour lui seul : corrigez les rôles."),
            Change("  axes:\n", "  axes: trois\n  autres:\n", "« projet.axes » attend une liste : commencez chaque ligne par un tiret."),
            Change(
                "vérifié: non\n    remarque", "vérifié: peut-être\n    remarque",
                "« institutions[1].vérifié » attend « oui » ou « non », et non « peut-être » : corrigez-le."),
        ])
    func slips(change: Change) throws {
        try change.check(try fault { try Shipped.charter(change) }, file: "promig.yaml")
    }

    @Test("a file that is not YAML, or empty, is refused in words")
    func malformed() throws {
        let places = try Shipped.places()
        let broken = try #require(try fault { try ProjectCharter.read("affichage:\n\t nom: x", file: "c.yaml", places: places) })
        #expect(broken.line == 2)
        #expect(broken.phrase.french.contains("l’écriture YAML n’est pas correcte"))
        #expect(try fault { try ProjectCharter.read("# rien\n", file: "c.yaml", places: places) }?.phrase.french.contains("vide") == true)
        #expect(try fault { try ProjectCharter.read("- a", file: "c.yaml", places: places) }?.line == 1)
    }
}

@Suite("The sample network")
struct SampleNetworkTests {
    @Test("has twelve organisations, an account for each role, and the decisions of two meetings")
    func whole() throws {
        let sample = try Shipped.sample()
        #expect(sample.members.count == 12)
        #expect(sample.members.filter { $0.membership == .underReview }.map(\.code) == ["M12"])
        #expect(sample.members.filter { !$0.isPublic }.map(\.code) == ["M09"])
        #expect(sample.members.first { $0.code == "M11" }?.suspension?.day.days == 200)
        #expect(Set(sample.accounts.map(\.role)).count == SampleNetwork.Role.allCases.count)
        #expect(sample.accounts.filter { !$0.isActive }.map(\.role) == [.communityRelay])
        #expect(sample.accounts.allSatisfy { $0.name.hasSuffix("Exemple") })
        #expect(sample.meetings.flatMap { $0.decisions.map(\.code) } == ["D1", "D2", "D3", "D4", "D5", "D6", "D7"])
        let first = sample.meetings[0]
        #expect(first.attendance.count == 11)
        #expect(first.attendance.reduce(0) { $0 + $1.women } == 9 && first.attendance.reduce(0) { $0 + $1.men } == 15)
        #expect(first.day.day(from: Day(year: 2027, month: 1, day: 1)!) == Day(year: 2027, month: 1, day: 31)!)
        #expect(!sample.ceremony.attendance.isEmpty)
    }

    @Test("two people of two organisations receive complaints, and two organisations can follow a case")
    func duties() throws {
        let accounts = try Shipped.sample().accounts
        func members(_ role: SampleNetwork.Role) -> Set<String> { Set(accounts.filter { $0.role == role }.map(\.member)) }
        #expect(members(.complaintsFocalPoint).count == 2)
        #expect(members(.caseworker).intersection(members(.supervisor)).count >= 2)
    }

    @Test(
        "a slip is named with its file, its line and what to do",
        arguments: [
            Change("exemple: oui", "exemple: non", "« exemple » vaut « oui » : un vrai réseau se saisit sur le site."),
            Change(
                "nom: Mariama Exemple", "nom: Mariama",
                "« comptes[1].nom » attend un prénom suivi de « Exemple », et non « Mariama » : corrigez-le."),
            Change(
                "c01@example.org", "c01@yahoo.fr",
                "« comptes[1].courriel » attend une adresse en example.org, et non « c01@yahoo.fr » : corrigez-le."),
            Change("rôle: moniteur", "rôle: moniteurs", "« moniteurs » n’est pas connu comme rôle : vouliez-vous écrire « moniteur » ?"),
            Change(
                "organisation: M09, rôle", "organisation: M99, rôle",
                "« M99 » n’est pas connu comme organisation membre : vouliez-vous écrire « M09 » ?"),
            Change("responsables: [C02]", "responsables: [C99]", "« C99 » n’est pas connu comme compte : vouliez-vous écrire « C09 » ?"),
            Change(
                "échéance: J0+75", "échéance: J+75",
                "« rencontres[1].décisions[1].échéance » attend un jour du projet comme J0+30, et non « J+75 » : corrigez-le."),
            Change(
                "rôle: relais communautaire", "rôle: moniteur", at: "  - { code: C01, nom",
                "« comptes » donne un compte à chaque rôle : ajoutez un compte « relais communautaire »."),
            Change(
                "code: lancement", "code: lancment", "« lancment » n’est pas connu comme cérémonie : vouliez-vous écrire « lancement » ?"),
            Change("organe: BUREAU", "organe: COMITÉ", "« COMITÉ » n’est pas connu comme organe : corrigez-le (AG, BUREAU)."),
            Change(
                "état: faite, faite_le: J0+88", "état: faite",
                "« rencontres[1].décisions[2].état » « faite » va avec une date « faite_le », et elle seule : corrigez l’un ou l’autre."),
        ])
    func slips(change: Change) throws {
        try change.check(try fault { try Shipped.sample(change) }, file: "sample.yaml")
    }
}

@Suite("The table of places")
struct PlacesTests {
    @Test("holds Niger, its 8 regions, 67 departments and cities, and 266 communes, by code and French name")
    func whole() throws {
        let places = try Shipped.places()
        #expect((0...3).map { level in places.all.count { $0.level == level } } == [1, 8, 67, 266])
        #expect(places["NE006"]?.name == "Tillabéri")
        #expect(places["NE001006001"]?.parent == "NE001006")
        #expect(places["NE999"] == nil)
    }

    @Test(
        "is refused where a code stands twice or lies nowhere",
        arguments: ["1,NE001,A,,NE,region", "2,NE002001,A,,NE002,departement", "1,NE01,A,,NE,region"])
    func refusals(row: String) throws {
        let text = "level,pcode,name,name_fr,parent,kind\n0,NE,Niger,,,pays\n1,NE001,Agadez,,NE,region\n\(row)\n"
        #expect(throws: CSVFault.self) { try Places(csv: Array(text.utf8)) }
        do { _ = try Places(csv: Array(text.utf8)) } catch { #expect(error.line == 4) }
    }
}
