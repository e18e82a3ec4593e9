using GanFromScratch.Gan.Data.Images;
using GanFromScratch.Tests.Layers.Serialization;
using static GanFromScratch.Tests.Gan.Data.Images.PngBuilder;

namespace GanFromScratch.Tests.Gan.Data.Images;

/// <summary>PNG files that must be refused. The sound one they depart from is 2 × 1, gray: header, rows, end.</summary>
public sealed class DamagedPngTests
{
    private static readonly byte[] Row = [0, 1, 2];

    private static IEnumerable<TestCaseData> Files => Table().Select(file => file.AsTestCase());

    [Test]
    public void A_text_with_a_wrong_sum_is_passed_over()
    {
        byte[] file = Gray().Raw(WrongSum("tEXt", 65)).Rows(Row).End();
        using DecodedImage image = ImageReader.Decode(ImageKind.Png, file, "text");
        Assert.That(image.Format, Is.EqualTo(new GanFromScratch.Gan.Data.ImageFormat(1, 1, 2)));
    }

    [TestCaseSource(nameof(Files))]
    public void Is_refused(DamagedFile file) => file.AssertRefused(
        "image.png", path => ImageReader.Read(new EncodedImage(path, Bytes: null), image => image.Format));

    internal static IEnumerable<DamagedFile> Table()
    {
        byte[] sound = Gray().Rows(Row).End();
        yield return new("empty file", [], "it is empty", "delete it");
        yield return new("a text", Ascii("Portable Network Graphics"), "no image of the kinds PNG");
        yield return new("line ends changed on the way", [.. sound[..4], 0x0A, 0x1A, 0x0A, .. sound[8..]], "signature");
        yield return new("signature alone", new PngBuilder().Bytes(), "without an IEND");
        yield return new("cut within a chunk's frame", sound[..15], "ends after 7 bytes of a chunk");
        yield return new("cut within IDAT", sound[..45], "IDAT claims");
        yield return new("cut before IEND", sound[..^12], "without an IEND");
        yield return new("cut within IEND", sound[..^3], "ends after 9 bytes of a chunk");
        yield return new(
            "chunk length of all ones", [.. sound[..33], 0xFF, 0xFF, 0xFF, 0xFF, .. sound[37..]], "claims 4,294,967,295 bytes");
        yield return new(
            "IHDR with a wrong sum", new PngBuilder().Raw(WrongSum("IHDR", 0, 0, 0, 2, 0, 0, 0, 1, 8, 0, 0, 0, 0)).Rows(Row).End(),
            "check sum", "IHDR");
        yield return new("IDAT with a wrong sum", Gray().Raw(WrongSum("IDAT", Pack(Row))).End(), "check sum", "IDAT");
        yield return new("IEND with a wrong sum", Gray().Rows(Row).Raw(WrongSum("IEND")).Bytes(), "check sum", "IEND");
        yield return new("pixels that zlib rejects", Gray().Chunk("IDAT", 0, 0, 0xFF, 0xFF).End(), "its pixels cannot be unpacked");
        yield return new("a transparent colour with a wrong sum", Gray().Raw(WrongSum("tRNS", 0, 0)).Rows(Row).End(), "check sum", "tRNS");
        yield return new("a chunk's type of other signs", Gray().Chunk("I-AT", 0).End(), "492D4154", "four letters");
        yield return new("an unknown chunk that matters", Gray().Chunk("FDAT", 0).Rows(Row).End(), "FDAT", "not known");
        yield return new("rows before the header", new PngBuilder().Rows(Row).End(), "IDAT, expected IHDR");
        yield return new("two headers", Gray().Header(2, 1, 8, 0).Rows(Row).End(), "IHDR where none may stand");
        yield return new("header too short", new PngBuilder().Chunk("IHDR", new byte[12]).End(), "12 bytes, expected 13");
        yield return new("width zero", new PngBuilder().Header(0, 1, 8, 0).Rows([0]).End(), "0×1");
        yield return new("height zero", new PngBuilder().Header(2, 0, 8, 0).Rows([0]).End(), "2×0");
        yield return new("width beyond 31 bits", new PngBuilder().Header(0x80000002, 1, 8, 0).Rows(Row).End(), "2,147,483,650×1");
        yield return new(
            "too many pixels", new PngBuilder().Header(30_000, 30_000, 8, 0).Rows(Row).End(), "30,000×30,000", "67,108,864 pixels");
        yield return new(
            "more pixels than the bytes can hold", new PngBuilder().Header(8_000, 8_000, 8, 0).Rows(Row).End(), "cannot hold 8,000×8,000");
        yield return new("colour type 1", new PngBuilder().Header(2, 1, 8, 1).Rows(Row).End(), "colour type is 1");
        yield return new("colour type 7", new PngBuilder().Header(2, 1, 8, 7).Rows(Row).End(), "colour type is 7");
        yield return new("3 bits a sample", new PngBuilder().Header(2, 1, 3, 0).Rows(Row).End(), "3 bits a sample");
        yield return new("0 bits a sample", new PngBuilder().Header(2, 1, 0, 0).Rows(Row).End(), "0 bits a sample");
        yield return new("4 bits of RGB", new PngBuilder().Header(2, 1, 4, 2).Rows(Row).End(), "4 bits a sample", "colour type 2");
        yield return new("16 bits of palette", new PngBuilder().Header(2, 1, 16, 3).Rows(Row).End(), "16 bits a sample", "colour type 3");
        yield return new("bytes behind the end", [.. sound, 0], "1 bytes follow its end");
        yield return new(
            "a preset dictionary", Gray().Chunk("IDAT", [0x78, 0x20, 0, 0, 0, 1, .. Pack(Row)[2..]]).End(), "preset dictionary");
        yield return new("interlaced, a pass too few", WithHeader(2, 2, 8, 0, interlace: 1).Rows([0, 1, 0, 2]).End(), "end in row 0 of 1");
        yield return new(
            "interlaced, a row too many", WithHeader(2, 1, 8, 0, interlace: 1).Rows([0, 1, 0, 2, 0, 3]).End(), "more pixels than 2×1");
        yield return new("unknown interlacing", new PngBuilder().Header(2, 1, 8, 0, interlace: 2).Rows(Row).End(), "interlace method is 2");
        yield return new("unknown compression", new PngBuilder().Header(2, 1, 8, 0, compression: 1).Rows(Row).End(), "methods are 1 and 0");
        yield return new("unknown filter method", new PngBuilder().Header(2, 1, 8, 0, filter: 1).Rows(Row).End(), "methods are 0 and 1");
        yield return new("no rows", Gray().End(), "no IDAT");
        yield return new("empty IDAT", Gray().Chunk("IDAT").End(), "no IDAT");
        yield return new("rows cut short", Gray().Rows([0, 1]).End(), "end in row 0 of 1");
        yield return new("a row missing", WithHeader(2, 2, 8, 0).Rows(Row).End(), "end in row 1 of 2");
        yield return new("a row too many", Gray().Rows([.. Row, .. Row]).End(), "more pixels than 2×1");
        yield return new("filter 5", Gray().Rows([5, 1, 2]).End(), "filter 5, expected 0 to 4");
        yield return new("not deflated", Gray().Chunk("IDAT", 1, 2, 3, 4, 5, 6, 7, 8).End(), "cannot be unpacked");
        yield return new("deflated data cut short", Gray().Chunk("IDAT", Pack(Row)[..4]).End(), "pixels");
        yield return new("a wrong sum of the pixels", Gray().Chunk("IDAT", WrongAdler()).End(), "cannot be unpacked");
        yield return new(
            "IDAT in two places", Gray().Chunk("IDAT", Pack(Row)[..4]).Chunk("tEXt", 65).Chunk("IDAT", Pack(Row)[4..]).End(),
            "IDAT where none may stand");
        yield return new("palette missing", WithHeader(2, 1, 8, 3).Rows(Row).End(), "lacks its PLTE");
        yield return new(
            "palette after the rows", WithHeader(2, 1, 8, 3).Rows(Row).Chunk("PLTE", new byte[9]).End(), "PLTE where none may stand");
        yield return new(
            "two palettes", WithHeader(2, 1, 8, 3).Chunk("PLTE", new byte[9]).Chunk("PLTE", new byte[9]).Rows(Row).End(),
            "PLTE where none may stand");
        yield return new("palette not in threes", WithHeader(2, 1, 8, 3).Chunk("PLTE", new byte[8]).Rows(Row).End(), "palette has 8 bytes");
        yield return new("palette empty", WithHeader(2, 1, 8, 3).Chunk("PLTE").Rows(Row).End(), "palette has 0 bytes");
        yield return new("palette too long", WithHeader(2, 1, 8, 3).Chunk("PLTE", new byte[771]).Rows(Row).End(), "palette has 771 bytes");
        yield return new(
            "colour outside of the palette", WithHeader(2, 1, 8, 3).Chunk("PLTE", new byte[6]).Rows(Row).End(),
            "colour 2 of a palette of 2");
        yield return new(
            "colour outside of the palette, by each filter",
            WithHeader(3, 5, 2, 3).Chunk("PLTE", new byte[9]).Rows([0, 0, 1, 0, 2, 0, 3, 0, 4, 0b00_11_00_00]).End(),
            "row 4 has colour 3 of a palette of 3");
        yield return new("palette in a gray image", Gray().Chunk("PLTE", new byte[6]).Rows(Row).End(), "gray image has a PLTE");
        yield return new(
            "more alphas than colours", WithHeader(2, 1, 8, 3).Chunk("PLTE", new byte[9]).Chunk("tRNS", new byte[4]).Rows(Row).End(),
            "4 entries for 3 colours");
        yield return new("transparent gray of one byte", Gray().Chunk("tRNS", 1).Rows(Row).End(), "tRNS chunk has 1 bytes, expected 2");
        yield return new("alpha twice", WithHeader(1, 1, 8, 4).Chunk("tRNS", 0, 1).Rows(Row).End(), "both an alpha channel and a tRNS");
    }

    private static PngBuilder Gray() => WithHeader(2, 1, 8, 0);

    private static byte[] WrongAdler()
    {
        byte[] packed = Pack(Row);
        packed[^1] ^= 1;
        return packed;
    }
}
