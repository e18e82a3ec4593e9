using System.Globalization;
using GanFromScratch.Engine;
using GanFromScratch.Gan.Data.Tables;
using GanFromScratch.Tests.Layers.Serialization;

namespace GanFromScratch.Tests.Gan.Data.Tables;

public sealed class TableFileTests
{
    private const int Rows = 30;

    private TemporaryFolder folder = null!;

    [SetUp]
    public void Open() => folder = new TemporaryFolder();

    [TearDown]
    public void Close() => folder.Dispose();

    [Test]
    public void Kinds_are_found()
    {
        List<string> notes = [];
        DataTable table = Load(
            "id;weight;rooms;zip;name;\"town, country\"",
            i => string.Create(
                CultureInfo.InvariantCulture,
                $"{i};{(i == 3 ? "NA" : $"{i / 4.0:0.00}")};{i % 3};{10000 + i};name {i};\"a \"\"{i % 2}\"\"\""),
            ColumnKinds.Parse("zip=category,name=skip"),
            notes);
        Assert.Multiple(() =>
        {
            Assert.That(table.Columns.All.Select(c => c.Name), Is.EqualTo(new[] { "id", "weight", "rooms", "zip", "town, country" }));
            Assert.That(table.Columns.All.Select(c => c.IsNumber), Is.EqualTo(new[] { true, true, false, false, false }));
            Assert.That(table.Columns.All.Select(c => c.Choices), Is.EqualTo(new[] { 0, 2, 3, 30, 2 }));
            Assert.That(table.Columns.All[1].Decimals, Is.EqualTo(2));
            Assert.That(table.Columns.All[1].Missing, Is.EqualTo("NA"));
            Assert.That(table.Columns.All[4].Categories, Is.EqualTo(new[] { "a \"0\"", "a \"1\"" }));
            Assert.That((table.Values[1][3], table.Values[1][5], table.Values[3][7]), Is.EqualTo((double.NaN, 1.25, 7.0)));
            Assert.That(notes, Is.Empty);
        });
    }

    [Test]
    public void A_text_of_too_many_values_is_left_out_with_a_note()
    {
        List<string> notes = [];
        DataTable table = Load("x,name", i => $"{i % 2},name {i}", ColumnKinds.Parse("found"), notes, rows: 200);
        Assert.That(table.Columns.All.Select(c => c.Name), Is.EqualTo(new[] { "x" }));
        Assert.That(
            notes.Single(),
            Is.EqualTo("column 'name' is left out: it has 200 different texts; --column-kinds name=category would keep it"));
    }

    [TestCase("1,2", "3,4", "its first line holds the numbers 1, 2, expected a header with the names of the columns")]
    [TestCase("a,b", "1,2,3", "line 2 has 3 fields, expected 2")]
    [TestCase("a,b", "1", "line 2 has 1 fields, expected 2")]
    [TestCase("a,a", "1,2", "it has two columns called 'a'")]
    [TestCase("a,", "1,2", "a column has no name in its header")]
    [TestCase("a,b", "1,\"2", "line 2 has a stray or unclosed quotation mark")]
    public void A_file_of_another_form_is_refused_in_a_sentence(string header, string row, string sentence) =>
        Assert.That(
            () => Load(header, _ => row, ColumnKinds.Parse("found"), []),
            Throws.TypeOf<InputException>().With.Message.EqualTo(
                $"Cannot read {folder.Path}/rows.csv as a table: {sentence}; correct the file."));

    [TestCase("n=category,n=number")]
    [TestCase("n=date")]
    [TestCase("n")]
    public void A_kind_of_another_form_is_refused(string kinds) =>
        Assert.That(
            () => ColumnKinds.Parse(kinds), Throws.TypeOf<InputException>().With.Message.StartsWith("--column-kinds: expected NAME=KIND"));

    [Test]
    public void What_is_no_number_or_never_seen_is_refused_with_its_line()
    {
        Assert.That(
            () => Load("n", i => i == 4 ? "many" : $"{i}", ColumnKinds.Parse("n=number"), []),
            Throws.TypeOf<InputException>().With.Message.Contains("line 6 has 'many' in column 'n', expected a number"));
        DataColumns learned = Load("n,k", i => $"{i},{(i % 2 == 0 ? "x" : "y")}", ColumnKinds.Parse("found"), []).Columns;
        Write("k,n", i => i == 7 ? "z,1" : "x,1");
        Assert.That(
            () => TableFile.Load($"{folder.Path}/rows.csv", learned),
            Throws.TypeOf<InputException>().With.Message.Contains("line 9 has 'z' in column 'k', which the run never saw"));
    }

    private DataTable Load(string header, Func<int, string> row, ColumnKinds kinds, List<string> notes, int rows = Rows)
    {
        Write(header, row, rows);
        return TableFile.Load($"{folder.Path}/rows.csv", kinds, count => [.. Enumerable.Range(0, count)], notes.Add);
    }

    private void Write(string header, Func<int, string> row, int rows = Rows) =>
        File.WriteAllLines($"{folder.Path}/rows.csv", Enumerable.Range(0, rows).Select(row).Prepend(header));
}
