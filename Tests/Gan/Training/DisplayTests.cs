using System.Text.Json;
using GanFromScratch.Gan.Training;
using Spectre.Console;

namespace GanFromScratch.Tests.Gan.Training;

public sealed class DisplayTests
{
    private static readonly TrainingOptions Options = TrainerBench.Options("toy2d") with { Epochs = 3 };
    private static readonly LogRow Row = new(2, 1874, 0.51234, 1.25, 0.62, 0.38, 0.75, 61234, 8.2);

    [Test]
    public void Plain_lines_are_for_pipes()
    {
        var output = new StringWriter { NewLine = "\n" };
        Show(new PlainDisplay(output));
        Assert.That(output.ToString(), Is.EqualTo(
            "a note\n3 epochs, 2,811 steps\nepoch   2  step 1,874/2,811  loss D 0.512  loss G 1.250  D(x) 0.62  D(G(z)) 0.38  D right 75%  "
            + "61,234 samples/s  8.2 s\n"));
    }

    [Test]
    public void Json_lines_hold_the_log_and_words_go_elsewhere()
    {
        StringWriter output = new() { NewLine = "\n" }, notes = new() { NewLine = "\n" };
        Show(new JsonDisplay(output, notes));
        Assert.That(
            output.ToString(),
            Is.EqualTo(
                """{"epoch":2,"step":1874,"loss_d":0.51234,"loss_g":1.25,"d_real":0.62,"d_fake":0.38,"d_accuracy":0.75,"images_per_s":61234,"seconds":8.2}"""
                    + "\n"));
        Assert.That(notes.ToString(), Is.EqualTo("a note\n"));
    }

    [Test]
    public void Json_lines_stay_json_when_a_loss_is_no_number()
    {
        var output = new StringWriter();
        new JsonDisplay(output, TextWriter.Null).EpochEnded(
            Row with { DiscriminatorLoss = double.NaN, GeneratorLoss = double.PositiveInfinity });
        using JsonDocument line = JsonDocument.Parse(output.ToString());
        Assert.That(line.RootElement.GetProperty("loss_d").GetString(), Is.EqualTo("NaN"));
    }

    [TestCase(80)]
    [TestCase(200)]
    public void The_table_of_a_terminal_fits_and_ends_with_the_last_figures(int width)
    {
        var output = new StringWriter();
        IAnsiConsole console = AnsiConsole.Create(
            new AnsiConsoleSettings
            {
                Ansi = AnsiSupport.Yes,
                ColorSystem = ColorSystemSupport.NoColors,
                Out = new Screen(output, width),
                Interactive = InteractionSupport.Yes,
            });
        Show(new TerminalDisplay(console));
        string[] screen = [.. Last(output.ToString())];
        Assert.Multiple(() =>
        {
            Assert.That(screen, Has.Some.Contains("│     2 │  0.512 │  1.250 │ 0.62 │    0.38 │     75% │    61,234 │"));
            Assert.That(screen, Has.Some.Contains("epoch 2 of 3, step 1,874 of 2,811"));
            Assert.That(screen.Select(l => l.Length), Has.All.LessThanOrEqualTo(80));
            Assert.That(output.ToString(), Does.Contain("\e[?25l").And.Contain("\e[?25h"), "the cursor comes back");
            Assert.That(output.ToString(), Does.StartWith("a note"));
        });
    }

    [Test]
    public void A_terminal_display_shows_the_epoch_under_way_and_the_time_left()
    {
        var output = new StringWriter();
        IAnsiConsole console = AnsiConsole.Create(
            new AnsiConsoleSettings
            {
                Ansi = AnsiSupport.Yes,
                ColorSystem = ColorSystemSupport.NoColors,
                Out = new Screen(output, 80),
                Interactive = InteractionSupport.Yes,
            });
        var display = new TerminalDisplay(console);
        display.Begin(Options, 0, 2811);
        display.Update(new TrainingProgress(1000, 2811, 2, new StepMetrics(0.5, 0.75, 0.5, 0.5, 0.5), 1000, new TimeSpan(1, 2, 3)));
        display.End();
        Assert.That(
            Last(output.ToString()),
            Has.Some.Contains("36%  1:02:03 left").And.Some.Contains(
                "epoch 2 of 3, step 1,000 of 2,811").And.Some.Contains("│     2 │  0.500 │  0.750 │"));
    }

    private static void Show(ITrainingDisplay display)
    {
        display.Note("a note");
        display.Begin(Options, 0, 2811);
        display.EpochEnded(Row);
        display.End();
    }

    /// <summary>The lines of the last painting: what comes after the last move to its first line.</summary>
    private static string[] Last(string output) =>
        output[output.LastIndexOf('╭')..].Split('\n', StringSplitOptions.TrimEntries);

    private sealed class Screen(TextWriter writer, int width) : IAnsiConsoleOutput
    {
        public TextWriter Writer => writer;

        public bool IsTerminal => true;

        public int Width => width;

        public int Height => 50;

        public void SetEncoding(System.Text.Encoding encoding)
        {
            // Text stays text.
        }
    }
}
