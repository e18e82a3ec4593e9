using GanFromScratch.Benchmarks.Lab;
using GanFromScratch.Benchmarks.Output;

namespace GanFromScratch.Tests.Benchmarks;

/// <summary><c>gradcheck</c>, and figures put into pages.</summary>
public sealed class GradCheckCommandTests : BenchmarkCommandLine
{
    [Test]
    public void Gradcheck_shows_every_element_and_a_verdict()
    {
        string output = Run("gradcheck linear");
        Assert.That(
            output,
            Does.Contain("weight[7]")
                .And.Contain("bias[1]")
                .And.Contain("second order")
                .And.Contain("right: 66 comparisons")
                .And.Not.Contain("WRONG"));
    }

    [Test]
    public void Gradcheck_knows_every_op_it_lists()
    {
        foreach (GradientCase op in GradientCases.All)
            Assert.That(
                op.Check(seed: 2), Is.Not.Empty.And.All.Matches<GanFromScratch.Engine.Autograd.GradientComparison>(c => c.IsRight),
                op.Name);
        Assert.That(Run("gradcheck").Split('\n', StringSplitOptions.RemoveEmptyEntries), Has.Length.EqualTo(GradientCases.All.Count));
    }

    [Test]
    public void A_wrong_gradient_is_found()
    {
        // x · (x cut off from the graph) is x², and its gradient is said to be x.
        var wrong = new GradientCase("wrong", "x²", x => x[0] * x[0].Detach(), [("x", [3])]);
        Assert.That(wrong.Check(seed: 1).Any(c => !c.IsRight));
    }

    [TestCase("gradcheck sine", "There is no op 'sine' to check; gradcheck without a name lists them")]
    [TestCase("kernels time --page x.md", "--page takes the table of one family: name it, and leave out --json.")]
    public void Mistakes(string arguments, string sentence) => Mistake(arguments, sentence);

    [Test]
    public void A_page_keeps_all_but_its_figures()
    {
        File.WriteAllText("page.md", "before\n<!-- measured: MatMul on opencl -->\nold\n<!-- end -->\nafter\n");
        MeasuredPage.Write("page.md", "MatMul on opencl", ["new", "lines"]);
        Assert.That(
            File.ReadAllText("page.md"), Is.EqualTo("before\n<!-- measured: MatMul on opencl -->\nnew\nlines\n<!-- end -->\nafter\n"));
        Assert.That(
            () => MeasuredPage.Write("page.md", "MatMul on cuda", []),
            Throws.TypeOf<GanFromScratch.Engine.InputException>().With.Message.Contains("<!-- measured: MatMul on cuda -->"));
        Assert.That(
            () => MeasuredPage.Write("none.md", "MatMul on cuda", []),
            Throws.TypeOf<GanFromScratch.Engine.InputException>().With.Message.Contains("there is no file none.md"));
    }
}
