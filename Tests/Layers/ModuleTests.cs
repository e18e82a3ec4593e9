using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Layers;

namespace GanFromScratch.Tests.Layers;

/// <summary>What every module does for what is inside it: names, modes, freezing, saving.</summary>
internal sealed class ModuleTests
{
    private CpuDevice device = null!;
    private RandomSource random = null!;
    private TensorScope scope = null!;

    [SetUp]
    public void Open()
    {
        device = new CpuDevice(1);
        random = new RandomSource(device, 1);
        scope = new TensorScope();
    }

    [TearDown]
    public void Close()
    {
        scope.Dispose();
        random.Dispose();
        device.Dispose();
    }

    [Test]
    public void Tensors_have_dotted_paths_in_order()
    {
        using Sequential model = Model();
        Assert.That(
            model.NamedParameters().Select(p => p.Name), Is.EqualTo(new[] { "0.weight", "0.bias", "1.weight", "1.bias", "2.0.weight" }));
        Assert.That(model.Buffers().Select(p => p.Name), Is.EqualTo(new[] { "1.running_mean", "1.running_var" }));
        Assert.That(model.Parameters(), Is.EqualTo(model.NamedParameters().Select(p => p.Tensor)));
        Assert.That(model.Weights().Select(w => w.Shape), Is.EqualTo(new Shape[] { [4, 3], [2, 4] }));
        Assert.That(model.StateDict().Keys, Is.EqualTo(model.NamedParameters().Concat(model.Buffers()).Select(p => p.Name)));
        Assert.That(model.Children[2].Children[0].Path, Is.EqualTo("net.2.0"));
        Assert.That(model.Parameters(), Is.SameAs(model.Parameters()), "the walk is laid out once");
        Assert.That(() => model.Children[0].Name = "first", Throws.InvalidOperationException.With.Message.Contains("'net.0'"));
    }

    [Test]
    public void A_module_belongs_to_one_parent()
    {
        var layer = new Relu();
        using var first = new Sequential(new Tanh(), layer);
        Assert.That(() => new Sequential(layer), Throws.InvalidOperationException.With.Message.Contains("'1' belongs to another"));
    }

    [Test]
    public void Train_and_eval_reach_everything()
    {
        using Sequential model = Model();
        Assert.That(model.Children[2].Children[0].IsTraining, Is.True);
        model.Eval();
        Assert.That(model.Children[2].Children[0].IsTraining || model.IsTraining, Is.False);
        model.Train();
        Assert.That(model.Children[2].Children[0].IsTraining && model.IsTraining, Is.True);
    }

    [Test]
    public void A_frozen_module_passes_gradients_on_and_takes_none()
    {
        using var first = new Dense(3, 4, random);
        using var second = new Dense(4, 1, random);
        using var model = new Sequential(first, second);
        second.RequiresGrad(false);
        model.Forward(random.Normal([5, 3])).Sum().Backward();
        Assert.That(first.Weight.Grad, Is.Not.Null);
        Assert.That(second.Weight.Grad, Is.Null);
        second.RequiresGrad(true);
        model.ZeroGrad();
        Assert.That(first.Weight.Grad, Is.Null);
        model.Forward(random.Normal([5, 3])).Sum().Backward();
        Assert.That(second.Weight.Grad, Is.Not.Null);
        second.RequiresGrad(false);
        Assert.That(second.Weight.Grad, Is.Not.Null, "what was collected before freezing stays");
    }

    [Test]
    public void A_state_dict_makes_another_model_the_same()
    {
        using Sequential a = Model(), b = Model();
        Tensor x = random.Normal([5, 3]);
        a.Forward(x);
        Dictionary<string, Tensor> copy = a.StateDict().ToDictionary(
            e => e.Key, e => Tensor.From(device, e.Value.Shape, e.Value.ToArray()));
        b.LoadStateDict(copy);
        a.Eval();
        b.Eval();
        Assert.That(b.Forward(x).ToArray(), Is.EqualTo(a.Forward(x).ToArray()));
        Assert.That(b.Parameters()[0], Is.Not.SameAs(a.Parameters()[0]));
    }

    [Test]
    public void A_state_dict_of_another_model_is_refused_whole()
    {
        using Sequential model = Model();
        Dictionary<string, Tensor> state = model.StateDict().ToDictionary(e => e.Key, e => Tensor.Zeros(device, e.Value.Shape));
        float[] before = model.Parameters()[0].ToArray();

        Dictionary<string, Tensor> missing = new(state), unexpected = new(state), wrong = new(state);
        missing.Remove("1.running_var");
        unexpected["7.weight"] = state["0.bias"];
        wrong["2.0.weight"] = state["0.bias"];
        Assert.That(() => model.LoadStateDict(missing), Throws.TypeOf<InputException>().With.Message.EqualTo(
            "net: the saved state has no '1.running_var' of shape (4); it was saved from another model."));
        Assert.That(() => model.LoadStateDict(unexpected), Throws.TypeOf<InputException>().With.Message.EqualTo(
            "net: the saved state holds '7.weight', which does not exist here; it was saved from another model."));
        Assert.That(() => model.LoadStateDict(wrong), Throws.TypeOf<InputException>().With.Message.EqualTo(
            "net: '2.0.weight' has shape (2, 4) here and (4) in the saved state; it was saved from another model."));
        Assert.That(model.Parameters()[0].ToArray(), Is.EqualTo(before));
    }

    [Test]
    public void Disposing_gives_all_memory_back()
    {
        Sequential model = Model();
        model.Dispose();
        Assert.That(() => model.Parameters()[0].ToArray(), Throws.TypeOf<ObjectDisposedException>());
        long bytes = device.AllocatedBytes;
        for (int i = 0; i < 5; i++)
            Model().Dispose();
        Assert.That(device.AllocatedBytes, Is.EqualTo(bytes));
    }

    private Sequential Model() =>
        new(
            new Dense(3, 4, random), new BatchNorm1d(4, random),
            new Sequential(new Dense(4, 2, random, bias: false), new Tanh())) { Name = "net" };
}
