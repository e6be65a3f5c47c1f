import Journal

/// One row of `Charters/places.csv`: a country, region, department or commune by its OCHA P-code.
package struct Place: Hashable, Sendable {
    /// 0 country, 1 region, 2 department or city, 3 commune or city district.
    package let level: Int
    package let code: String
    package let name: String
    package let parent: String?
    /// "region", "departement", "commune"…, as the table writes it.
    package let kind: String
}

/// The places that a network may name, in the order of the table: a parent stands before what lies in it.
package struct Places: Sendable {
    package let all: [Place]
    private let byCode: [String: Place]

    /// Reads the columns `level,pcode,name,name_fr,parent,kind`; the French name counts where there is one.
    ///
    /// Throws on the line of the first code that stands twice, has another level than its length says, or lies in a place not named before.
    package init(csv: [UInt8]) throws(CSVFault) {
        let table = try CSVReader().read(csv)
        let names = ["level", "pcode", "name", "name_fr", "parent", "kind"]
        let columns = names.compactMap(table.column)
        guard columns.count == names.count else {
            throw CSVFault(
                line: 1, "les colonnes attendues sont \(names.joined(separator: ", ")).",
                en: "the columns expected are \(names.joined(separator: ", ")).")
        }
        var all: [Place] = []
        var byCode: [String: Place] = [:]
        for row in table.rows {
            let cells = columns.map { row.cells[$0] }
            let place = Place(
                level: Int(cells[0]) ?? -1, code: cells[1], name: cells[3].isEmpty ? cells[2] : cells[3],
                parent: cells[4].isEmpty ? nil : cells[4], kind: cells[5])
            let hasParent = place.parent.map { byCode[$0]?.level == place.level - 1 && place.code.hasPrefix($0) } ?? (place.level == 0)
            guard hasParent, place.code.utf8.count == 2 + 3 * place.level, byCode[place.code] == nil else {
                throw CSVFault(
                    line: row.line, "le code \(place.code) est en double, ou son niveau ou son parent ne va pas : corrigez la ligne.",
                    en: "the code \(place.code) stands twice, or its level or parent is not right: correct the line.")
            }
            all.append(place)
            byCode[place.code] = place
        }
        (self.all, self.byCode) = (all, byCode)
    }

    package subscript(code: String) -> Place? { byCode[code] }

    var codes: Set<String> { Set(byCode.keys) }
}
