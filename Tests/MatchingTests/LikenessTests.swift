import Journal
import Testing

@testable import Matching

@Suite("Likeness")
struct LikenessTests {
    private let known = Traits(
        name: "Mahamadou Issoufou", sex: "m", born: 1999...1999, nationality: "NER", place: "NE001002", telephones: ["96 00 00 01"],
        mother: "Hadiza Garba")

    @Test("adds up what each trait says, and tells it in one sentence")
    func sentence() {
        let other = Traits(
            name: "Youssouf Mohamed", sex: "m", born: 2000...2000, nationality: "MLI", telephones: ["+227 96000001"],
            mother: "Khadija Garba")
        let likeness = Likeness(known, other)
        #expect(abs(likeness.bits - likeness.parts.reduce(0) { $0 + $1.bits }) < 1e-9)
        #expect(
            Set(likeness.parts.map(\.agreement)) == [.nameFold, .sexEqual, .birthNear, .nationalityApart, .telephoneEqual, .motherAlike])
        #expect(
            likeness.sentence(.french)
                == "s’accordent\u{A0}: mahamadou ≈ mohamed, issoufou ≈ youssouf, sexe, âge, à deux ans près, téléphone, nom de la mère\u{A0}; diffèrent\u{A0}: nationalité"
        )
        #expect(likeness.sentence(.english).hasPrefix("alike: mahamadou ≈ mohamed, issoufou ≈ youssouf, sex"))
        #expect(likeness.isPossibleDuplicate && likeness.hasCloseNames)
    }

    @Test("counts nothing for what either lacks")
    func missing() {
        #expect(Likeness(known, Traits()).parts.isEmpty)
        #expect(Likeness(known, Traits()).bits == 0)
        #expect(!Likeness(known, Traits()).isPossibleDuplicate)
        let names = Likeness(known, Traits(name: "Mahamadou Issoufou"))
        var more = known
        more.names += NameFolding.parts(of: "Garba")
        #expect(Likeness(more, Traits(name: "Mahamadou Issoufou")).bits == names.bits)
    }

    @Test("is the same whichever is named first, and whatever the order of the names")
    func symmetric() {
        for pair in JudgedPair.all where pair.isWhole {
            let (one, other) = (Traits(name: pair.one), Traits(name: pair.other))
            var turned = other
            turned.names.reverse()
            let bits = Likeness(one, other).bits
            #expect(
                abs(Likeness(other, one).bits - bits) < 1e-9 && abs(Likeness(one, turned).bits - bits) < 1e-9, "\(pair.testDescription)")
        }
    }

    @Test("takes no family for one person: brothers share a telephone, a mother, a place and a father’s name")
    func family() {
        var brother = known
        brother.names = NameFolding.parts(of: "Salissou Issoufou")
        brother.born = 2003...2003
        let likeness = Likeness(known, brother)
        #expect(likeness.bits > Likeness.possible)
        #expect(!likeness.isPossibleDuplicate && !likeness.hasCloseNames)
    }

    @Test("needs two names that agree before a file with close names is spoken of")
    func closeNames() {
        #expect(Likeness(Traits(name: "Mahamadou"), Traits(name: "Mahamadou")).hasLikeNames)
        #expect(!Likeness(Traits(name: "Mahamadou"), Traits(name: "Mahamadou")).hasCloseNames)
        #expect(Likeness(Traits(name: "Mahamadou Issoufou"), Traits(name: "Yusuf Muhammad")).hasCloseNames)
        #expect(!Likeness(Traits(name: "Mahamadou Issoufou"), Traits(name: "Mahamadou Salissou")).hasCloseNames)
    }

    @Test("gives a rare name more than a frequent one")
    func frequency() {
        let frequent = InventedRegister.ofTenThousand.frequent
        func bits(_ name: String) -> Double { Likeness(Traits(name: name), Traits(name: name), frequent: frequent).bits }
        #expect(bits("Moussa") + 2 < bits("Koukaba"))
        #expect(bits("Moussa") > 0)
    }

    @Test("compares an age band with a year, and a place with its region")
    func bands() {
        func level(_ one: Traits, _ other: Traits) -> Agreement? { Likeness(one, other).parts.first?.agreement }
        #expect(level(Traits(born: 1990...1999), Traits(born: 1995...1995)) == .birthNear)
        #expect(level(Traits(born: 1990...1999), Traits(born: 1990...1999)) == .birthNear)
        #expect(level(Traits(born: 1990...1999), Traits(born: 2004...2004)) == .birthFar)
        #expect(level(Traits(born: 1990...1990), Traits(born: 2004...2004)) == .birthApart)
        #expect(level(Traits(place: "NE001002"), Traits(place: "NE001002")) == .placeEqual)
        #expect(level(Traits(place: "NE001002"), Traits(place: "NE001006")) == .placeNear)
        #expect(level(Traits(place: "NE001002"), Traits(place: "NE008001")) == .placeApart)
        #expect(level(Traits(place: "ML"), Traits(place: "NE")) == .placeApart)
    }

    @Test(
        "reads a telephone number however it is typed",
        arguments: [
            ("96 12 34 56", "+22796123456"), ("96.12.34.56", "+22796123456"), ("+227 96-12-34-56", "+22796123456"),
            ("0022796123456", "+22796123456"),
            ("227 96123456", "+22796123456"), ("٩٦١٢٣٤٥٦", "+22796123456"), ("+223 66 00 00 00", "+22366000000"),
            ("(+234) 803 000 0000", "+2348030000000"),
        ])
    func telephone(typed: String, normalised: String) {
        #expect(Telephone.normalised(typed) == normalised)
    }

    @Test(
        "takes for no number what is none",
        arguments: ["", "+", "00", "12", "0803 000 0000", "96 12 34 5x", "+0 123 456 789", "+1234567890123456", "96+123456"])
    func noTelephone(typed: String) {
        #expect(Telephone.normalised(typed) == nil)
    }
}
