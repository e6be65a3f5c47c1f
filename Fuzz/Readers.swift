extension Fuzzed {
    /// Everything that reads what comes from outside.
    static let all = [
        formReader, multipartReader, requestReader, charterReader, sampleReader, csvReader, placesReader, backupReader, archiveReader, entryReader,
        mergeReader,
        vaultReader, codeReader, mailReader,
    ]
}
