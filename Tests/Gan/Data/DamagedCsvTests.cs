using System.Text;
using GanFromScratch.Gan.Data;
using GanFromScratch.Gan.Output;
using GanFromScratch.Tests.Layers.Serialization;

namespace GanFromScratch.Tests.Gan.Data;

/// <summary>Lists of images that must be refused.</summary>
public sealed class DamagedCsvTests
{
    private static IEnumerable<TestCaseData> Files => Table().Select(file => file.AsTestCase());

    [TestCaseSource(nameof(Files))]
    public void Is_refused(DamagedFile file) => file.AssertRefused("train.csv", path =>
    {
        // One image lies there, so that what is refused is the list.
        PngFile.Write(Path.Combine(Path.GetDirectoryName(path)!, "0.png"), new Bitmap(1, 1, 1, [9]));
        CsvImageList.Load(path);
    });

    internal static IEnumerable<DamagedFile> Table()
    {
        yield return new("empty file", [], "its columns are ''");
        yield return Text("empty lines", "\n\n\n", "filename");
        yield return Text("header alone", "filename,label\n", "no line follows its header");
        yield return Text("no column of file names", "image,label\n0.png,4\n", "'image', 'label'", "'filename'");
        yield return Text("no header", "0.png,4\n0.png,5\n", "'0.png', '4'");
        yield return Text("two columns of file names", "filename,filename\n0.png,0.png\n", "exactly one");
        yield return Text("two columns of labels", "filename,label,label\n0.png,1,2\n", "two columns called 'label'");
        yield return Text("a field too few", "filename,label\n0.png,4\n0.png\n", "line 3 has 1 fields, expected 2");
        yield return Text("a field too many", "filename,label\n0.png,4,5\n", "line 2 has 3 fields, expected 2");
        yield return Text("an empty file name", "filename,label\n,4\n", "line 2 has an empty filename");
        yield return Text("an empty label", "filename,label\n0.png,4\n0.png,\n", "line 3 has an empty label");
        yield return Text("a quotation mark within a field", "filename,label\n0.p\"ng,4\n", "line 2", "quotation mark");
        yield return Text("a quotation mark never closed", "filename,label\n\"0.png,4\n0.png,5\n", "line 2", "quotation mark");
        yield return Text("text after a closing quotation mark", "filename,label\n\"0\".png,4\n", "line 2", "quotation mark");
        yield return Text("a label below zero", "filename,label\n0.png,-1\n", "line 2 has label -1, expected 0 to 9,999");
        yield return Text("a label beyond all classes", "filename,label\n0.png,10000\n", "label 10000");
        yield return Text("a first image that is not there", "filename\n7.png\n", "names 7.png first", "images");
        yield return Text("a later image that is not there", "filename\n0.png\n7.png\n", "names 7.png in line 3");
        yield return Text("a list of itself", "filename\ntrain.csv\n", "no image of the kinds");
        yield return Text("a file name of a hundred thousand letters", $"filename\n{new string('x', 100_000)}\n", "names xxxx", "…");
        yield return Text("a file name of three lines", "filename\n\"a\nb\nc\"\n", @"names a\nb\nc first");
        yield return Text(
            "hundreds of other columns", string.Join(',', Enumerable.Range(0, 785).Select(i => $"column{i}")) + "\n1\n", "'column0', ");
        yield return new("not UTF-8", [.. Encoding.UTF8.GetBytes("filename\n0"), 0xFF, 0xFE], "not UTF-8");
        yield return new("UTF-16", Encoding.Unicode.GetBytes("filename\n0.png\n"), "zero bytes");
        yield return new("a PNG", PngFile.Encode(new Bitmap(1, 1, 1, [9])), "not UTF-8");
    }

    private static DamagedFile Text(string name, string text, params string[] words) => new(name, Encoding.UTF8.GetBytes(text), words);
}
