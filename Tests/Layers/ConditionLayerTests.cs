using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Layers;
using GanFromScratch.Tests.Support;

namespace GanFromScratch.Tests.Layers;

/// <summary>The layers that take labels: values by hand, gradients against differences.</summary>
[TestFixtureSource(nameof(Devices))]
internal sealed class ConditionLayerTests(string deviceName) : DeviceFixture
{
    protected override string DeviceName => deviceName;

    [Test]
    public void JoinLabel_puts_the_labels_row_behind_a_vector_and_a_plane_behind_an_image()
    {
        using var random = new RandomSource(Device, 1);
        ClassLabels labels = Labels(2, 1, 0);
        using var vector = new JoinLabel(labels, [2], random);
        vector.Parameters()[0].CopyFrom([1, 2, 3, 4]);
        Assert.That(vector.Forward(Make([2, 1], 8, 9)).ToArray(), Is.EqualTo(new float[] { 8, 3, 4, 9, 1, 2 }));

        using var plane = new JoinLabel(labels, [1, 1, 2], random);
        plane.Parameters()[0].CopyFrom([1, 2, 3, 4]);
        Tensor image = plane.Forward(Make([2, 1, 1, 2], 5, 6, 7, 8));
        Assert.That(image.Shape, Is.EqualTo(Shape.Create([2, 2, 1, 2])));
        Assert.That(image.ToArray(), Is.EqualTo(new float[] { 5, 6, 3, 4, 7, 8, 1, 2 }));
        Assert.That(
            () => plane.Forward(Make([2, 2], 1, 2, 3, 4)), Throws.InstanceOf<ShapeException>().With.Message.Contains("(N, C, 1, 2)"));
    }

    [Test]
    public void A_conditional_batch_norm_scales_and_shifts_by_class_what_all_classes_are_normalised_by()
    {
        using var random = new RandomSource(Device, 1);
        ClassLabels labels = Labels(3, 2, 0);
        using var layer = new ConditionalBatchNorm(new BatchNorm1d(2, random, epsilon: 0, affine: false), 2, labels, random);
        Assert.That(layer.Forward(Make([2, 2], 1, 10, 3, 30)).ToArray(), Is.EqualTo(new float[] { -1, -1, 1, 1 }).Within(1e-6), "γ 1, β 0");
        layer.Parameters()[0].CopyFrom([1, 2, 3, 4, 5, 6]);
        layer.Parameters()[1].CopyFrom([10, 20, 30, 40, 50, 60]);
        Assert.That(layer.Forward(Make([2, 2], 1, 10, 3, 30)).ToArray(), Is.EqualTo(new float[] { 45, 54, 11, 22 }).Within(1e-5));
    }

    [Test]
    public void The_projection_head_adds_the_features_product_with_the_labels_row()
    {
        using var random = new RandomSource(Device, 1);
        using var layer = new ProjectionHead(new Dense(2, 1, random), Labels(2, 1, 0), random);
        layer.Parameters()[0].CopyFrom([1, 1]);
        layer.Parameters()[1].CopyFrom([0.5f]);
        layer.Parameters()[2].CopyFrom([1, 2, 3, 4]);

        // ψ(f) + V[1]·f = 1 + 2 + 0.5 + 3 + 8, and 3 + 4 + 0.5 + 3 + 8.
        Assert.That(layer.Forward(Make([2, 2], 1, 2, 3, 4)).ToArray(), Is.EqualTo(new float[] { 14.5f, 18.5f }));
    }

    [Test]
    public void The_class_head_has_two_answers_from_the_same_features()
    {
        using var random = new RandomSource(Device, 1);
        using var layer = new ClassHead(new Dense(2, 1, random, bias: false), 3, random);
        layer.Parameters()[0].CopyFrom([1, 2]);
        layer.Parameters()[1].CopyFrom([1, 0, 0, 1, 1, 1]);
        layer.Parameters()[2].CopyFrom([0, 0, 10]);
        Tensor features = Make([1, 2], 3, 4);
        Assert.That(layer.Forward(features).ToArray(), Is.EqualTo(new float[] { 11 }));
        Assert.That(layer.Logits(features).ToArray(), Is.EqualTo(new float[] { 3, 4, 17 }));
    }

    [Test]
    public void Shares_of_classes_lead_from_one_row_to_another()
    {
        using var random = new RandomSource(Device, 1);
        var labels = new ClassLabels(2) { Current = Make([3, 2], 1, 0, 0.25f, 0.75f, 0, 1) };
        using var table = new Embedding(2, 1, random);
        table.Weight.CopyFrom([4, 8]);
        Assert.That(labels.Rows(table, 3).ToArray(), Is.EqualTo(new float[] { 4, 7, 8 }));
        Assert.That(() => labels.Indices, Throws.InvalidOperationException);
        Assert.That(() => labels.Rows(table, 2), Throws.InstanceOf<ShapeException>().With.Message.Contains("2 samples"));
        Assert.That(() => new ClassLabels(2).Rows(table, 2), Throws.InvalidOperationException.With.Message.Contains("Current"));
    }

    [Test]
    public void Gradients_are_those_of_differences()
    {
        using var random = new RandomSource(Device, 1);
        ClassLabels labels = Labels(3, 2, 0, 2, 1);
        using var norm = new ConditionalBatchNorm(new BatchNorm2d(2, random, affine: false), 2, labels, random);
        using var head = new ProjectionHead(new Dense(8, 1, random), labels, random);
        using var classes = new ClassHead(new Dense(8, 1, random), 3, random);
        using var join = new JoinLabel(labels, [2], random);
        Tensor x = random.Normal([4, 2, 1, 2]), z = random.Normal([4, 4]);
        Tensor Loss()
        {
            Tensor features = join.Forward(Tensor.Concat([norm.Forward(x).Reshape(4, 4), z], axis: 1)).Slice(1, 2, 8);
            return head.Forward(features).Tanh().Sum() + classes.Logits(features).CrossEntropy(labels.Indices) + features.Square().Mean();
        }

        // Every parameter but the score of the class head has a part in this loss.
        Parameter[] parameters = [.. norm.Parameters(), .. head.Parameters(), .. classes.Parameters().Skip(2), .. join.Parameters()];
        Loss().Backward();
        foreach (Parameter parameter in parameters)
        {
            float[] values = parameter.ToArray(), slopes = parameter.Grad!.ToArray();
            for (int i = 0; i < values.Length; i++)
                Assert.That(slopes[i], Is.EqualTo((At(i, 1 / 128f) - At(i, -1 / 128f)) * 64).Within(2e-3), $"{parameter.Name}[{i}]");

            double At(int i, float step)
            {
                using var scope = new TensorScope();
                float[] moved = [.. values];
                moved[i] += step;
                parameter.CopyFrom(moved);
                double loss = Loss().ToArray()[0];
                parameter.CopyFrom(values);
                return loss;
            }
        }
    }

    private ClassLabels Labels(int count, params int[] labels) =>
        new(count) { Current = Tensor.From(Device, [labels.Length], labels.AsSpan()) };
}
