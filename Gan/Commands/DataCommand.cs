using System.CommandLine;
using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Gan.Data;
using GanFromScratch.Gan.Data.Forms;
using GanFromScratch.Gan.Data.Images;
using GanFromScratch.Gan.Data.Series;
using GanFromScratch.Gan.Data.Tables;
using GanFromScratch.Gan.Output;
using GanFromScratch.Gan.Transforms;

namespace GanFromScratch.Gan.Commands;

/// <summary>
/// <c>data</c>: lists the data sets found, with location, size, whether they are the original files, and a contact sheet.
/// </summary>
internal static class DataCommand
{
    /// <summary>Points in a picture of a distribution of points.</summary>
    private const int PointsShown = 4000;

    private static readonly Option<string> Data = new("--data") { Description =
        $"{ReadingOptions.DataHelp}; "
        + $"{string.Join(", ", [.. ToyData.Names, .. MadeTable.Names, .. MadeSeries.Names])} [default: all that are known]",
        HelpName = "NAME|PATH" };
    private static readonly Option<string> Sheet = new("--sheet")
    {
        Description = "Write a contact sheet: the first images of each class, one row per class; or the points",
        HelpName = "FILE.png",
    };

    private static readonly Option<string> Augment = new("--augment")
    {
        Description = $"Show the images of the sheet as --augment of train changes them: {Transform.Catalog.Names}",
        HelpName = "NAME,…",
        DefaultValueFactory = _ => Transform.None,
    };

    public static Command Create()
    {
        var command = new Command("data", "Show the data sets found on this machine, or one of them in detail.") { Data, Sheet, Augment };
        ReadingOptions.AddTo(command);
        command.SetAction(parsed =>
        {
            string? name = parsed.GetValue(Data), sheet = parsed.GetValue(Sheet);
            PictureFile.Check(parsed, Sheet);
            IReadOnlyList<Transform> transforms = Transform.Parse(parsed.GetValue(Augment)!);
            ImageReading reading = ReadingOptions.Of(parsed);
            if (name == null)
                ShowKnown();
            if (name != null && MadeTable.Names.Contains(name))
                return ShowTable(name, sheet);
            if (name != null && MadeSeries.Names.Contains(name))
                return ShowSeries(name, sheet);
            bool points = name != null && ToyData.Names.Contains(name);
            if (name != null && !points && OwnRows(name) is DataColumns columns)
            {
                RefuseSheet(name, sheet);
                return ShowColumns(columns);
            }

            ImageSet? images = !points && (name ?? sheet) != null ? DatasetCatalog.Default.Load(name ?? "mnist", reading: reading) : null;
            if (points)
                Console.WriteLine(
                    $"{name}: any number of points of the plane, in [-1, "
                    + $"1]²{(ToyData.Create(name!, 1, seed: 1).Centres.Length / 2 is > 0 and int modes ? $"; {modes} modes" : "")}");
            else if (name != null)
                ShowImages(images!);
            if (transforms.Count > 0 && (points || sheet == null))
                throw new InputException(
                    "--augment changes the images of a contact sheet: add --sheet FILE.png, and name images by --data.");
            if (sheet != null)
            {
                Bitmap picture = points
                    ? ScatterPicture.Draw(ToyData.Create(name!, PointsShown, seed: 1).Points, [])
                    : ContactSheet.Compose(images!, change: transforms.Count == 0 ? null : shown => Changed(shown, transforms));
                PictureFile.Write(OptionValue.Text(Sheet, sheet), picture);
                Console.WriteLine($"contact sheet: {sheet}");
            }

            return 0;
        });
        return command;
    }

    /// <summary>The images as the discriminator sees them with <c>--augment</c>, in the range −1 … 1 that most models have.</summary>
    private static byte[] Changed(ImageSet images, IReadOnlyList<Transform> transforms)
    {
        using var device = new CpuDevice();
        using var scope = new TensorScope();
        using var random = new RandomSource(device, seed: 1);
        Tensor samples = (Tensor.From(device, [images.Count, images.Channels, images.Height, images.Width], images.Pixels) / 127.5) - 1;
        foreach (Transform transform in transforms)
            samples = transform.Of(samples, random);
        return [.. samples.ToArray().Select(v => (byte)Math.Clamp(Math.Round((v + 1) * 127.5), 0, 255))];
    }

    private static void ShowKnown()
    {
        foreach (DatasetDescription set in DatasetCatalog.Default.Describe())
        {
            Console.WriteLine($"{set.Name}: {set.Title}");
            Console.WriteLine(set.Folder == null ? $"  not found: {set.Advice}" : $"  {set.Folder}");
            if (set.Format != null)
                Console.WriteLine($"  {set.TrainCount:N0} training images and {set.TestCount:N0} test images, {set.Format}");
            if (set.TrainByClass.Count > 0)
                Console.WriteLine($"  by class: {ByClass(set.TrainByClass, set.ClassNames)}");
            foreach (DatasetFileDescription file in set.Files.Where(_ => set.Folder != null))
                Console.WriteLine(
                    $"  {file.Name}: {file.Problem ?? Origin(file)}");
            Console.WriteLine();
        }

        Console.WriteLine($"points of the plane, for --model toy2d: {string.Join(", ", ToyData.Names)}");
        Console.WriteLine($"made-up tables, for --model table: {string.Join(", ", MadeTable.Names)}");
        Console.WriteLine($"made-up recordings, for --model series: {string.Join(", ", MadeSeries.Names)}");
    }

    /// <summary>
    /// The columns of a CSV that lists no images but rows, or of a folder of recordings, said with their number; null: it is neither.
    /// </summary>
    private static DataColumns? OwnRows(string path)
    {
        bool folder = Directory.Exists(path);
        if (DatasetCatalog.Names.Contains(path) || !(folder || path.EndsWith(".csv", StringComparison.OrdinalIgnoreCase))
            || !Path.Exists(path) || DatasetCatalog.FormOf(path).Form is not (CsvListForm or ImageFolderForm))
            return null;
        var notes = new List<string>();
        try
        {
            if (folder)
            {
                if (!DataPath.HasFile(path, file => file.EndsWith(".csv", StringComparison.OrdinalIgnoreCase))
                    || DataPath.HasFile(path, ImageKind.IsNamedAsImage) || DataPath.FoldersIn(path).Count > 0)
                    return null;
                var all = RecordingFolder.Load(path, notes.Add);
                Console.WriteLine(
                    $"{path}: {ImageFiles.Count(all.All.Count, "recording", "recordings")} of {all.Columns.Count} columns, for --model "
                    + "series");
                return all.Scaled();
            }

            if (CsvImageList.IsHeader(path))
                return null;
            DataTable table = TableFile.Load(
                path, ColumnKinds.Parse(ColumnKinds.Found), rows => [.. Enumerable.Range(0, rows)], notes.Add);
            Console.WriteLine($"{path}: {table.Count:N0} rows of {table.Columns.All.Count} columns, for --model table");
            foreach (string note in notes)
                Console.WriteLine($"  {PlainText.Sentence(note)}");
            return table.Columns;
        }
        catch (InputException)
        {
            // Read as images, it says what is missing.
            return null;
        }
    }

    private static int ShowTable(string name, string? sheet)
    {
        RefuseSheet(name, sheet);
        Console.WriteLine($"{name}: {MadeTable.Rows:N0} rows of {MadeTable.Columns.Count} columns");
        return ShowColumns(MadeTable.Columns);
    }

    private static int ShowSeries(string name, string? sheet)
    {
        RefuseSheet(name, sheet);
        Recordings all = MadeSeries.Load();
        Console.WriteLine(
            $"{name}: {all.All.Count:N0} recordings of {MadeSeries.Rows} rows, {MadeSeries.RowsPerSecond} a second, of "
            + $"{all.Columns.Count} columns");
        return ShowColumns(all.Scaled());
    }

    private static void RefuseSheet(string name, string? sheet)
    {
        if (sheet != null)
            throw new InputException($"--sheet shows images and points, and {name} has rows; leave it out.");
    }

    private static int ShowColumns(DataColumns columns)
    {
        foreach (DataColumn column in columns.All)
            Console.WriteLine($"  {PlainText.Short(column.Name)}: " + (column.IsNumber
                ? $"{column.Text(column.Decode(-1))} to {column.Text(column.Decode(1))}"
                : PlainText.Sentence(string.Join(", ", column.Categories))));
        return 0;
    }

    private static void ShowImages(ImageSet images)
    {
        Console.WriteLine($"{images.Name}: {images.Count:N0} images, {images.Format}");
        if (!DatasetCatalog.Names.Contains(images.Name))
            Console.WriteLine($"  form: {DatasetCatalog.Described(images.Name)}; {images.Pixels.Length:N0} bytes of pixels");
        if (images.ClassCount > 0)
            Console.WriteLine($"  by class: {ByClass(images.CountByClass(), images.ClassNames)}");
        foreach (string note in images.Notes)
            Console.WriteLine($"  {PlainText.Sentence(note)}");
    }

    private static string Origin(DatasetFileDescription file) =>
        file.Path == null ? "missing"
        : file.IsOriginal ? "the original"
        : $"not the original (md5 {file.Md5}, published {file.PublishedMd5})";

    /// <summary>
    /// Counts by the number that --class takes, with the class's name; a label beyond the names, which a wrong label file may hold, has
    /// none.
    /// </summary>
    private static string ByClass(IReadOnlyList<int> counts, IReadOnlyList<string>? names) =>
        string.Join("  ", counts.Select((n, c) =>
            $"{c}{(c < names?.Count && names[c] != $"{c}" ? $" {PlainText.Short(names[c])}" : "")}: {n:N0}"));
}
