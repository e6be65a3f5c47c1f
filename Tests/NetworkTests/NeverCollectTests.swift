import Accounts
import Journal
import NetworkLife
import Protection
import Results
import Support
import Testing

@Suite("What is never asked")
struct NeverCollectTests {
    @Test("is asked by no field of any record, neither by its name nor by its words")
    func fields() throws {
        let never = try NeverCollect()
        #expect(never.phrases.count > 80)
        for kind in AccountsArea.kinds + NetworkArea.kinds + ResultsArea.kinds + ProtectionArea.kinds {
            for column in kind.columns {
                var texts = [column.name]
                for phrase in [kind.labels[column.name], kind.hints[column.name]].compactMap({ $0 }) { texts += [phrase.french, phrase.english] }
                if case .choice(let list)? = kind.inputs[column.name] { texts += list.flatMap { [$0.code, $0.label.french, $0.label.english] } }
                if case .choices(let list)? = kind.inputs[column.name] { texts += list.flatMap { [$0.code, $0.label.french, $0.label.english] } }
                if case .tally(let list)? = kind.inputs[column.name] { texts += list.flatMap { [$0.code, $0.label.french, $0.label.english] } }
                for text in texts {
                    let item = never.item(askedBy: text)
                    #expect(item == nil, "\(kind.name).\(column.name): « \(text) » asks for \(item ?? "")")
                }
            }
        }
    }

    @Test(
        "is recognised in the forms that a question takes",
        arguments: [
            ("numeroPasseport", "papers"), ("Numéros de passeports", "papers"), ("religious_belief", "religion"), ("Itinéraire prévu", "route"),
            ("GPS", "shelter"), ("Nom du chauffeur", "helpers"), ("titre-de-séjour", "legal-status"), ("Ethnicité", "ethnicity"),
        ])
    func forms(text: String, item: String) throws {
        #expect(try NeverCollect().item(askedBy: text) == item)
    }

    @Test("is not seen where it is not", arguments: ["Nom", "Raceland", "Adresse", "Hôtel", "Prévision", "Date de démarrage", "Titre"])
    func innocent(text: String) throws {
        #expect(try NeverCollect().item(askedBy: text) == nil)
    }
}
