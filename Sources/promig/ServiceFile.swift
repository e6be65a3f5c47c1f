import Access
import Exchange
import Foundation
import Journal
import Protection
import Storage

/// `Charters/services.csv`: who is known to offer what, where. Every row stays hidden on the site until someone verifies it there.
struct ServiceFile {
    let offers: [ServiceOffer]

    private static let names = [
        "prestataire", "nom", "services", "lieu", "profils", "asile", "retour_seul", "conditions", "places", "places_au", "source", "confiance",
        "remarque",
    ]

    /// Throws on the line of the first row with a code that nothing defines, or that contradicts itself.
    init(csv: [UInt8], places: Places) throws {
        let table = try CSVReader().read(csv)
        let columns = Dictionary(uniqueKeysWithValues: Self.names.compactMap { name in table.column(name).map { (name, $0) } })
        guard columns.count == Self.names.count else {
            throw Fault("services.csv, ligne 1 : les colonnes attendues sont \(Self.names.joined(separator: ", ")).")
        }
        offers = try table.rows.map { row in try Self.offer(row, columns, places) }
    }

    private static func offer(_ row: CSVRow, _ columns: [String: Int], _ places: Places) throws -> ServiceOffer {
        let cell = { (name: String) in row.cells[columns[name]!] }
        let fault = { (what: String) in Fault("services.csv, ligne \(row.line) : \(what) n’est pas connu ; corrigez la ligne.") }
        var offer = ServiceOffer()
        offer.provider = cell("prestataire")
        offer.name = cell("nom")
        offer.kinds = try codes(cell("services"), or: fault)
        offer.profiles = try codes(cell("profils"), or: fault)
        if !cell("lieu").isEmpty {
            guard places[cell("lieu")] != nil, let place = PlaceCode(cell("lieu")) else { throw fault("le lieu « \(cell("lieu")) »") }
            offer.place = place
        }
        offer.takesAsylumRequests = cell("asile") == "oui"
        offer.isReturnOnly = cell("retour_seul") == "oui"
        offer.conditions = cell("conditions")
        // A number of places without its day is told as a remark: it is not known to hold.
        offer.capacityOn = Day(cell("places_au"))
        offer.capacity = offer.capacityOn == nil ? nil : Int(cell("places"))
        let capacity = offer.capacity == nil && !cell("places").isEmpty ? "Environ \(cell("places")) places. " : ""
        offer.note = capacity + cell("remarque")
        offer.source = "\(cell("source")) – fiabilité : \(cell("confiance"))"
        guard !(offer.takesAsylumRequests && offer.isReturnOnly) else { throw fault("un service d’asile qui n’aide qu’au retour") }
        return offer
    }

    private static func codes<C: Code>(_ text: String, or fault: (String) -> Fault) throws -> Codes<C> {
        Codes(
            try text.split(separator: " ").map { word in
                let code = C(code: String(word))
                guard code.isKnown else { throw fault("le code « \(word) »") }
                return code
            })
    }
}
