using System.Xml.Linq;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Engine.Measures;
using GanFromScratch.Gan.Explaining;
using GanFromScratch.Gan.Models;
using GanFromScratch.Gan.Profiling;
using GanFromScratch.Gan.Training;

namespace GanFromScratch.Tests.Gan.Explaining;

/// <summary>What <c>explain</c> says of a step is what the step does.</summary>
public sealed class StepExplanationTests
{
    [Test]
    public void Fakes_for_the_discriminator_are_made_without_a_gradient()
    {
        TracedOp[] fakes = [.. Explain("toy2d").Ops.Where(op => op.Phase == GanPhase.Fakes)];
        Assert.That(fakes, Has.Length.EqualTo(3));
        Assert.That(fakes.Any(op => op.Learns), Is.False);
        Assert.That(fakes[0].Inputs.Select(input => input.Value.Name), Is.EqualTo(new[] { "noise z", "G.0.weight", "G.0.bias" }));
    }

    [TestCase("mlp", "Linear + LeakyRelu", "Linear + Tanh", "Linear + Sigmoid")]
    [TestCase("conv", "Conv2d + Relu", "ConvTranspose2d + Relu", "ConvTranspose2d + Sigmoid")]
    public void An_activation_that_a_kernel_computes_too_is_named(string model, params string[] names) =>
        Assert.That(Explain(model).Ops.Select(op => op.Name).Distinct(), Is.SupersetOf(names));

    [TestCase(true)]
    [TestCase(false)]
    public void The_generators_step_passes_through_a_discriminator_that_learns_only_if_it_is_not_frozen(bool frozen)
    {
        StepExplanation step = Explain("toy2d", frozen);
        TracedInput[] weights = [
            .. step.Ops.Where(
                op => op.Phase == GanPhase.GeneratorForward).SelectMany(op => op.Inputs).Where(input => input.Value.Name != null)];
        Assert.That(
            weights.Where(w => w.Value.Name!.StartsWith("G.", StringComparison.Ordinal)).Select(w => w.Learns),
            Has.Exactly(6).Items.And.All.True);
        Assert.That(
            weights.Where(w => w.Value.Name!.StartsWith("D.", StringComparison.Ordinal)).Select(w => w.Learns),
            Has.Exactly(6).Items.And.All.EqualTo(!frozen));
        Assert.That(
            ExplanationText.Lines(step).Any(line => line.Contains("D.0.weight (frozen)", StringComparison.Ordinal)), Is.EqualTo(frozen));
    }

    [TestCase("r1", "real samples")]
    [TestCase("wgan-gp", "random numbers")]
    public void A_penalty_shows_the_gradient_that_it_is_made_of_and_where_that_was_taken(string penalty, string origin)
    {
        TracedOp[] ops = [.. Explain("toy2d", penalty: penalty).Ops.Where(op => op.Phase == GanPhase.Penalty)];
        TracedOp first = ops.First(op => op.Name.StartsWith("Linear", StringComparison.Ordinal));
        TracedOp square = ops.First(op => op.Name == "Square");
        Assert.That(Behind(first), Does.Contain(origin), "the discriminator is applied to this");
        Assert.That(square.Inputs[0].Value.Producer!.Name, Does.StartWith("∇Linear"), "what is squared is a gradient");
        Assert.That(Behind(square), Does.Contain("D.0.weight").And.Contain("D.4.weight"), "of the whole discriminator");
        Assert.That(ops.Count(op => op.Name.StartsWith('∇')), Is.GreaterThan(5));
    }

    [Test]
    public void Only_what_was_drawn_is_called_random()
    {
        StepExplanation step = Explain("dcgan", augment: "translation");
        IEnumerable<TracedOp> moved = step.Ops.Where(
            op => op.Phase == GanPhase.Transform && op.Name.StartsWith("Conv2d", StringComparison.Ordinal));
        Assert.That(moved.SelectMany(op => op.Inputs).Select(input => input.Value.Name), Has.None.EqualTo(OpTrace.Random));
    }

    [Test]
    public void Values_are_followed_from_op_to_op_down_to_the_loss()
    {
        StepExplanation step = Explain("dcgan");
        TracedOp loss = step.Ops.Last(op => op.Phase == GanPhase.DiscriminatorForward);
        Assert.That(
            Behind(loss),
            Is.SupersetOf(new[] { "real samples", "noise z", "D.0.weight", "G.1.weight", "ones", "zeros" }));
    }

    [Test]
    public void Every_launch_has_its_phase_and_ops_launch_in_the_order_of_their_calls()
    {
        StepExplanation step = Explain("toy2d");
        Assert.That(step.Launches.Select(launch => launch.Phase).Distinct(), Is.SubsetOf(GanPhase.All));
        Assert.That(
            step.Launches.Where(
                launch => launch is { Phase: GanPhase.DiscriminatorForward, IsBackward: false }).Select(launch => launch.Op),
            Is.EqualTo(step.Ops.Where(op => op.Phase == GanPhase.DiscriminatorForward).Select(op => op.Name.Split(" + ")[0])));
        string[] lines = [.. ExplanationText.LaunchLines(step)];
        Assert.That(
            lines.Count(line => line.Contains("->", StringComparison.Ordinal) || line.Contains("<-", StringComparison.Ordinal)),
            Is.EqualTo(step.Launches.Count));
    }

    [Test]
    public void The_mermaid_graph_has_a_box_an_op_and_an_arrow_an_input()
    {
        StepExplanation step = Explain("conv");
        string[] lines = ExplanationMermaid.Text(step).Split('\n');
        Assert.That(lines[1], Is.EqualTo("flowchart TD"));
        Assert.That(lines.Count(line => line.StartsWith("    o", StringComparison.Ordinal)), Is.EqualTo(step.Ops.Count));
        Assert.That(
            lines.Count(line => line.Contains("==>", StringComparison.Ordinal) || line.Contains("-.->", StringComparison.Ordinal)),
            Is.EqualTo(step.Ops.Sum(op => op.Inputs.Count)));
        Assert.That(
            lines.Count(line => line.Contains("==>", StringComparison.Ordinal)),
            Is.EqualTo(step.Ops.Sum(op => op.Inputs.Count(input => input.Learns))));
    }

    [Test]
    public void The_picture_is_xml_with_a_box_an_op_none_upon_another()
    {
        StepExplanation step = Explain("dcgan");
        XNamespace svg = "http://www.w3.org/2000/svg";
        XElement[] boxes = [
            .. XDocument.Parse(ExplanationSvg.Text(step)).Descendants(svg + "rect").Where(rect => (string?)rect.Attribute("rx") == "4")];
        Assert.That(boxes, Has.Length.EqualTo(step.Ops.Count));
        var places = boxes.Select(box =>
                (
                    X: (int)box.Attribute("x")!, Y: (int)box.Attribute("y")!, W: (int)box.Attribute("width")!,
                    H: (int)box.Attribute("height")!)).ToArray();
        for (int i = 0; i < places.Length; i++)
        {
            for (int j = 0; j < i; j++)
                Assert.That(
                    places[i].X >= places[j].X + places[j].W
                        || places[j].X >= places[i].X + places[i].W
                        || places[i].Y >= places[j].Y + places[j].H
                        || places[j].Y >= places[i].Y + places[i].H,
                    $"{places[i]} {places[j]}");
        }
    }

    /// <summary>The names of all that an op was computed from.</summary>
    private static HashSet<string> Behind(TracedOp op)
    {
        var names = new HashSet<string>();
        var done = new HashSet<TracedOp>();
        Collect(op);
        return names;

        void Collect(TracedOp op)
        {
            if (!done.Add(op))
                return;
            foreach (TracedInput input in op.Inputs)
            {
                if (input.Value.Name is string name)
                    names.Add(name);
                if (input.Value.Producer is TracedOp producer)
                    Collect(producer);
            }
        }
    }

    private static StepExplanation Explain(string name, bool frozen = true, string penalty = "none", string augment = "none")
    {
        GanModel model = GanModel.Catalog.Find(name);
        using var device = new CpuDevice();
        return StepExplanation.Of(TrainingOptions.Published(model) with
        {
            Batch = 4, FreezeDiscriminator = frozen, Penalty = penalty, Augment = augment,
        }, device);
    }
}
