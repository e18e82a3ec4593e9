using System.CommandLine;
using System.Globalization;
using GanFromScratch.Benchmarks.Lab;
using GanFromScratch.Engine.Autograd;
using GanFromScratch.Gan.Commands;

namespace GanFromScratch.Benchmarks.Commands;

/// <summary><c>gradcheck</c>: prints an op's gradients beside finite differences.</summary>
internal static class GradCheckCommand
{
    private const string Everything = "all";

    private static readonly Argument<string> Op = new("op")
    {
        Description = $"An op, or {Everything} [default: list them]",
        Arity = ArgumentArity.ZeroOrOne,
    };
    private static readonly Option<string> Seed = new("--seed")
    {
        Description = "Draws the inputs",
        HelpName = "N",
        DefaultValueFactory = _ => "1",
    };

    public static Command Create()
    {
        var command = new Command("gradcheck", "Compare an op's first and second order gradients with finite differences.") { Op, Seed };
        command.SetAction(parsed =>
        {
            int seed = OptionValue.Whole(Seed, parsed.GetValue(Seed)!);
            if (parsed.GetValue(Op) is not string name)
            {
                foreach (GradientCase known in GradientCases.All)
                    Console.WriteLine($"{known.Name,-18} {known.Formula}");
                return 0;
            }

            return name.Equals(Everything, StringComparison.OrdinalIgnoreCase) ? CheckAll(seed) : Check(GradientCases.Find(name), seed);
        });
        return command;
    }

    private static int Check(GradientCase op, int seed)
    {
        Console.WriteLine(
            $"{op.Name}: y = {op.Formula}; {string.Join(", ", op.Inputs.Select(input => $"{input.Name} {input.Shape}"))} from [{op.Low}, "
            + $"{op.High}), seed {seed}");
        Console.WriteLine("f = Σ y·(w + y/2) with random w, in double precision; differences are (f(x + h) − f(x − h))/2h with h = 1e-5.");
        IReadOnlyList<GradientComparison> comparisons = op.Check(seed);
        foreach (IGrouping<GradientOrder, GradientComparison> order in comparisons.GroupBy(c => c.Order))
        {
            Console.WriteLine();
            Console.WriteLine(Title(order.Key));
            foreach (GradientComparison c in order)
                Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  {$"{op.Inputs[c.Input].Name}[{c.Element}]",-12} {c.Expected,18:0.0000000000} {c.Actual,18:0.0000000000}   "
                    + $"{(c.IsRight ? "" : "WRONG ")}{c.Error:0.0e+00}"));
        }

        Console.WriteLine();
        Console.WriteLine(Verdict(op, comparisons));
        return comparisons.All(c => c.IsRight) ? 0 : 1;
    }

    private static int CheckAll(int seed)
    {
        bool right = true;
        foreach (GradientCase op in GradientCases.All)
        {
            IReadOnlyList<GradientComparison> comparisons = op.Check(seed);
            right &= comparisons.All(c => c.IsRight);
            Console.WriteLine(Verdict(op, comparisons));
        }

        return right ? 0 : 1;
    }

    private static string Title(GradientOrder order) => order switch
    {
        GradientOrder.First => "first order: difference of f, gradient by the fused kernels, error",
        GradientOrder.FirstRecorded => "first order again: by the fused kernels, by differentiable ops (createGraph), error",
        _ => "second order, along a random direction: difference of the gradient, gradient of the gradient, error",
    };

    private static string Verdict(GradientCase op, IReadOnlyList<GradientComparison> comparisons)
    {
        string Worst(GradientOrder order) =>
            comparisons.Where(c => c.Order == order).Max(c => c.Error).ToString(
                "0.0e+00", System.Globalization.CultureInfo.InvariantCulture);
        string verdict = comparisons.All(c => c.IsRight) ? "right" : "WRONG";
        return
            $"{op.Name,-18} {verdict}: {comparisons.Count} comparisons, largest error {Worst(GradientOrder.First)} in first order, "
            + $"{Worst(GradientOrder.Second)} in second; {GradientCheck.Tolerance:0e+00} is allowed";
    }
}
