using System.CommandLine;
using GanFromScratch.Engine;
using GanFromScratch.Gan.Commands;
using GanFromScratch.Gan.Output;

namespace GanFromScratch.Gan;

/// <summary>
/// The command line. Exit codes: 0 done, 1 stopped before the end or failed, 2 a mistake in what the user gave (one sentence on standard
/// error says which).
/// </summary>
public static class Program
{
    private const int Failed = 1, Mistake = 2;

    /// <summary>
    /// Runs a command. A program with models or objectives of its own calls it too: they are found in its assembly (see <see
    /// cref="Catalog{T}"/>).
    /// </summary>
    public static int Main(string[] args)
    {
        Console.OutputEncoding = System.Text.Encoding.UTF8;
        ParseResult parsed = Root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            ErrorLine.Write(CommandMistake.Sentence(parsed, nameof(Gan)));
            return Mistake;
        }

        try
        {
            return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (InputException e)
        {
            ErrorLine.Write(e.Message);
            return Mistake;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            ErrorLine.Write($"A file could not be read or written: {e.Message}");
            return Failed;
        }
        catch (OutOfMemoryException)
        {
            ErrorLine.Write("Out of memory; ask for less at a time (--batch, --count) or for smaller data.");
            return Failed;
        }
        catch (Exception e) when (Environment.GetEnvironmentVariable("GAN_TRACE") == null)
        {
            ErrorLine.Write(
                $"Internal error, please report it: {e.GetType().Name}: {e.Message.ReplaceLineEndings(" ")} (GAN_TRACE=1 "
                + $"shows where.)");
            return Failed;
        }
        finally
        {
            Data.Forms.UnpackedArchive.RemoveAll();
        }
    }

    /// <summary>All verbs; tests read the help from here. Built once: options are shared, and each tree that they join makes them slower.
    /// </summary>
    internal static RootCommand Root { get; } = new("Trains GANs on a tensor engine written from scratch, and makes pictures with them.")
    {
        TrainCommand.Create(),
        SampleCommand.Create(),
        ScoreCommand.Create(),
        AnomalyCommand.Create(),
        AugmentCommand.Create(),
        ClassifierCommand.Create(),
        InterpolateCommand.Create(),
        CompareCommand.Create(),
        ReportCommand.Create(),
        ExportCommand.Create(),
        DataCommand.Create(),
        SummaryCommand.Create(),
        DevicesCommand.Create(),
        ExplainCommand.Create(),
    };
}
