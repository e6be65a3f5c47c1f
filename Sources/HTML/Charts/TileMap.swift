/// The eight regions of Niger as tiles of one size, each about where it lies: what is counted in a region is not drowned by how large it is.
///
/// Tiles and places are drawn by this project, for want of shapes that are free; the codes are the P-codes of OCHA.
package struct TileMap: Chart {
    package struct Tile: Sendable {
        let code: String
        let name: String
        let value: Double?
        let text: String
        let full: String

        /// `code` is the region's P-code; `text` the value as people read it, `full` with what the table beside has room for. Without a value the
        /// tile is empty, and not nought.
        package init(_ code: String, _ name: String, _ value: Double?, _ text: String, full: String? = nil) {
            self.code = code
            self.name = name
            self.value = value
            self.text = text
            self.full = full ?? text
        }
    }

    /// Where each region stands, in columns from the west and rows from the north.
    package static let places: [String: (column: Double, row: Double)] = [
        "NE001": (2, 0),  // Agadez
        "NE002": (3, 1),  // Diffa
        "NE003": (0.75, 2),  // Dosso
        "NE004": (1.75, 2),  // Maradi
        "NE005": (1, 1),  // Tahoua
        "NE006": (0, 1),  // Tillabéri
        "NE007": (2, 1),  // Zinder
        "NE008": (-0.25, 2),  // Niamey
    ]
    /// How many strengths of filling there are above none.
    package static let shades = 4

    package let facts: ChartFacts
    let tiles: [Tile]

    package init(_ facts: ChartFacts, _ tiles: [Tile]) {
        self.facts = facts
        self.tiles = tiles
    }

    package var rows: [[String]] { tiles.map { [$0.name, $0.full] } }

    /// How strongly a value is filled: 0 for nought, then by equal steps of the highest.
    static func shade(_ value: Double, of highest: Double) -> Int {
        value <= 0 || highest <= 0 ? 0 : min(shades, Int((value / highest * Double(shades)).rounded(.up)))
    }

    private static let (wide, high) = (23.0, 4.6)
    private static let (stepAcross, stepDown) = (23.6, 4.85)

    package var body: some Markup {
        let highest = tiles.compactMap(\.value).max() ?? 0
        Drawing(facts, height: 2 * Self.stepDown + Self.high + 0.2) {
            Each(tiles) { tile in
                if let place = Self.places[tile.code] {
                    // A map is not mirrored where one reads from right to left: west stays west.
                    let x = 6 + place.column * Self.stepAcross
                    let y = 0.1 + place.row * Self.stepDown
                    SVG.rect(
                        .class(tile.value.map { "tile shade-\(Self.shade($0, of: highest))" } ?? "tile"), .unfilled(),
                        .x(.percent(x)), .y(.em(y)), .width(Length.percent(Self.wide)), .height(Length.em(Self.high)),
                        .dashes(tile.value == nil ? "4 4" : nil))
                    SVG.text(tile.name, .x(.percent(x + Self.wide / 2)), .y(.em(y + 1.6)), .anchor(.middle))
                    SVG.text(tile.text, .class("value"), .x(.percent(x + Self.wide / 2)), .y(.em(y + 3.3)), .anchor(.middle))
                }
            }
        }
    }
}
