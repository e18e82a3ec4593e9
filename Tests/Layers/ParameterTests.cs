using GanFromScratch.Engine;
using GanFromScratch.Layers;
using GanFromScratch.Tests.Support;

namespace GanFromScratch.Tests.Layers;

/// <summary>What stands in for a parameter while it is set.</summary>
[TestFixtureSource(nameof(Devices))]
public sealed class ParameterTests(string device) : DeviceFixture
{
    protected override string DeviceName => device;

    private static readonly (string Layer, Func<RandomSource, Module> Create, Shape Input)[] Layers =
    [
        ("Dense", r => new Dense(3, 2, r), [4, 3]),
        ("Conv2d", r => new Conv2d(2, 3, 3, r), [2, 2, 5, 4]),
        ("ConvTranspose2d", r => new ConvTranspose2d(2, 3, 3, r, stride: 2), [2, 2, 5, 4]),
        ("Embedding", r => new Embedding(3, 4, r), [0]),
        ("BatchNorm1d", r => new BatchNorm1d(3, r), [4, 3]),
        ("InstanceNorm2d", r => new InstanceNorm2d(2, r, affine: true), [2, 2, 5, 4]),
        ("LayerNorm", r => new LayerNorm([3], r), [4, 3]),
    ];

    private static IEnumerable<string> Names => Layers.Select(l => l.Layer);

    [TestCaseSource(nameof(Names))]
    public void A_layer_computes_with_the_stand_in_and_the_gradient_goes_there(string name)
    {
        (_, Func<RandomSource, Module> create, Shape input) = Array.Find(Layers, l => l.Layer == name);
        using var random = new RandomSource(Device, 1);
        using Module layer = create(random), expected = create(random);
        Tensor x = input == [0] ? Make([3], 0, 2, 1) : random.Normal(input);
        List<Tensor> leaves = [];
        foreach ((Parameter parameter, Parameter target) in layer.Parameters().Zip(expected.Parameters()))
        {
            Tensor leaf = random.Normal(parameter.Shape);
            leaf.RequiresGrad = true;
            leaves.Add(leaf);
            parameter.StandIn = leaf * 2;
            target.CopyFrom(leaf.Detach() * 2);
        }

        Tensor y = layer.Forward(x);
        Assert.That(y.ToArray(), Is.EqualTo(expected.Forward(x).ToArray()));
        y.Square().Sum().Backward();
        expected.Forward(x).Square().Sum().Backward();
        Assert.Multiple(() =>
        {
            Assert.That(layer.Parameters().Select(p => p.Grad), Has.All.Null);
            foreach ((Tensor leaf, Parameter target) in leaves.Zip(expected.Parameters()))
                Assert.That(leaf.Grad!.ToArray(), Is.EqualTo((target.Grad! * 2).ToArray()).AsCollection.Within(1e-4));
        });

        foreach (Parameter parameter in layer.Parameters())
            parameter.StandIn = null;
        Assert.That(layer.Parameters().Select(p => p.Effective()), Is.EqualTo(layer.Parameters()), "without one it is itself again");
    }
}
