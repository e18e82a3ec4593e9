using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices.Reference;
using GanFromScratch.Gan.Games;
using GanFromScratch.Gan.Models;
using GanFromScratch.Gan.Training;
using GanFromScratch.Layers;
using GanFromScratch.Tests.Gan.Training;

namespace GanFromScratch.Tests.Gan.Models;

/// <summary>infogan: its codes, the bound of their mutual information with the samples, and who learns from it.</summary>
public sealed class InfoganTests : ModelFixture
{
    private static readonly InfoganModel Model = new();

    [Test]
    public void Codes_are_even_categories_and_uniform_numbers_and_follow_from_the_seed()
    {
        const int count = 10_000;
        float[] codes = Model.Codes.Draw(Random, count).ToArray();
        var perCategory = new int[Model.Codes.Categories];
        double[] mean = new double[2], square = new double[2];
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<float> one = codes.AsSpan(i * Model.Codes.Size, Model.Codes.Size);
            Assert.That(one[..10].ToArray().Order(), Is.EqualTo(new[] { 0f, 0, 0, 0, 0, 0, 0, 0, 0, 1 }), "one-hot");
            perCategory[one.IndexOf(1f)]++;
            for (int c = 0; c < 2; c++)
            {
                Assert.That(one[10 + c], Is.InRange(-1f, 1f));
                mean[c] += one[10 + c] / count;
                square[c] += one[10 + c] * one[10 + c] / (double)count;
            }
        }

        // Four standard errors each.
        Assert.That(perCategory, Has.All.EqualTo(count / 10).Within(4 * Math.Sqrt(count * 0.09)));
        Assert.That(mean, Has.All.EqualTo(0).Within(4 * Math.Sqrt(1 / 3.0 / count)));
        Assert.That(square, Has.All.EqualTo(1 / 3.0).Within(4 * Math.Sqrt(4 / 45.0 / count)));
        using var again = new RandomSource(Device, seed: 1);
        Assert.That(Model.Codes.Draw(again, count).ToArray(), Is.EqualTo(codes));
        using var reference = new ReferenceDevice();
        using var elsewhere = new RandomSource(reference, seed: 1);
        Assert.That(Model.Codes.Draw(elsewhere, count).ToArray(), Is.EqualTo(codes), "on every device");
    }

    [Test]
    public void The_shared_term_is_the_negative_bound_without_what_is_constant()
    {
        const int n = 5;
        using var game = new CodeGame(
            Model, TrainingOptions.Published(Model) with { Information = 0.7f, InformationContinuous = 0.2f }, Random);
        var seen = new Seen();
        using var generator = new Sequential(seen);
        game.Fake(generator, Random.Normal([n, 1, 28, 28]));
        using var head = new CodeHead(new Dense(6, 1, Random), 10, 2, hidden: 4, Random);
        Tensor features = Random.Normal([n, 6]);
        double term = game.SharedTerm(head, features, ofGenerator: true)!.ToArray()[0];

        CodeGuess guess = head.Guess(features);
        (float[] logits, float[] mean) = (guess.Logits.ToArray(), guess.Mean.ToArray());
        float[] inputs = seen.Last!.ToArray();
        double expected = 0;
        for (int i = 0; i < n; i++)
        {
            float[] code = inputs[((i * 28) + 16)..((i + 1) * 28)];
            double[] weights = [.. logits[(i * 10)..((i * 10) + 10)].Select(logit => Math.Exp(logit))];
            expected -= 0.7 * Math.Log(weights[Array.IndexOf(code, 1f)] / weights.Sum());
            for (int c = 0; c < 2; c++)
            {
                double away = code[10 + c] - mean[(i * 2) + c], density = Math.Exp(-away * away / 2) / Math.Sqrt(2 * Math.PI);
                expected -= 0.2 * (Math.Log(density) + (Math.Log(2 * Math.PI) / 2));
            }
        }

        Assert.That(term, Is.EqualTo(expected / n).Within(1e-5));
    }

    [Test]
    public void The_shared_term_reaches_the_generator_and_Q_but_not_the_score()
    {
        using Sequential g = Model.Generator(Random), d = Model.Discriminator(Random);
        using var game = new CodeGame(Model, TrainingOptions.Published(Model), Random);
        Tensor features = d.Forward(game.Fake(g, Random.Normal([3, 1, 28, 28])), ..d.Head);
        game.SharedTerm(d[d.Head], features, ofGenerator: true)!.Backward();
        foreach ((string name, Tensor value) in g.NamedParameters().Concat(d.NamedParameters()).Select(p => (p.Name, p.Tensor)))
        {
            bool learns = !name.Contains("score", StringComparison.Ordinal);
            Assert.That(value.Grad?.ToArray().Any(v => v != 0) ?? false, Is.EqualTo(learns), name);
        }
    }

    [Test]
    public void Q_learns_in_the_step_of_the_discriminator_and_the_generator_in_its_own()
    {
        TrainingOptions options = TrainerBench.Options("infogan") with { Batch = 4 };
        using TrainerBench with = TrainerBench.OnCpu(options), without = TrainerBench.OnCpu(
            options with { Information = 0, InformationContinuous = 0 });
        IEnumerable<string> ofQ = with.Trainer.Discriminator.NamedParameters().Select(p => "discriminator " + p.Name)
            .Where(name => name.Contains("guess", StringComparison.Ordinal));
        Dictionary<string, float[]> before = with.State(), after = with.Step().State(), plain = without.Step().State();
        foreach (string name in ofQ)
        {
            Assert.That(after[name], Is.Not.EqualTo(before[name]), name);
            Assert.That(plain[name], Is.EqualTo(before[name]), name);
        }

        Assert.That(StateAssert.Differing(after, plain), Has.Some.StartsWith("generator "));
    }

    /// <summary>Keeps what it was given, and gives it back.</summary>
    private sealed class Seen : Module
    {
        public Tensor? Last { get; private set; }

        public override string Description => "Seen";

        public override Tensor Forward(Tensor x) => Last = x;

        public override Shape OutputShape(Shape input) => input;
    }
}
