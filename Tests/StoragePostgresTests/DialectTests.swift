import Testing

@testable import StoragePostgres

@Suite("PostgreSQL’s words")
struct DialectTests {
    @Test("numbers each question mark outside quotes and comments")
    func numbered() {
        #expect(Dialect.numbered("SELECT 1") == "SELECT 1")
        #expect(Dialect.numbered("a = ? AND b = ?") == "a = $1 AND b = $2")
        #expect(Dialect.numbered("'it''s ?' \"why?\" -- who?\n/* ? */ ?") == "'it''s ?' \"why?\" -- who?\n/* ? */ $1")
        #expect(Dialect.numbered("'é ? ’' = ?") == "'é ? ’' = $1")
        #expect(Dialect.numbered("'open ?") == "'open ?")
    }

    @Test("writes the schema’s types in its own words, only as whole words outside quotes")
    func types() {
        let schema = "CREATE TABLE a (n INTEGER NOT NULL DEFAULT 0, r REAL, text TEXT NOT NULL DEFAULT 'TEXT', b BLOB, INTEGERS BLOB)"
        let expected =
            "CREATE TABLE a (n BIGINT NOT NULL DEFAULT 0, r DOUBLE PRECISION, "
            + "text TEXT COLLATE \"C\" NOT NULL DEFAULT 'TEXT', b BYTEA, INTEGERS BYTEA)"
        #expect(Dialect.schema(schema) == expected)
        #expect(Dialect.schema("CREATE INDEX i ON a (CAST(n AS TEXT))") == "CREATE INDEX i ON a (CAST(n AS TEXT))")
        #expect(Dialect.schema("x TEXT COLLATE \"C\"") == "x TEXT COLLATE \"C\"")
    }

    @Test("leaves out SQLite’s table options")
    func options() {
        for options in [" STRICT", " WITHOUT ROWID", " STRICT, WITHOUT ROWID", "\nWITHOUT ROWID,\nSTRICT"] {
            #expect(Dialect.schema("CREATE TABLE a (x BLOB)\(options); SELECT 1, 2") == "CREATE TABLE a (x BYTEA); SELECT 1, 2")
        }
    }
}
