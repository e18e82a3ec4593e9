using GanFromScratch.Engine;
using GanFromScratch.Engine.Autograd;
using GanFromScratch.Tests.Support;

namespace GanFromScratch.Tests.Engine.Ops;

/// <summary>The judge is judged: a wrong gradient must not pass, in any of the three comparisons.</summary>
public class GradientCheckTests
{
    [Test]
    public void A_right_gradient_passes() =>
        GradientAssert.Run(x => Square(x[0], (x, dy) => dy * x * 2), [[3]]);

    [TestCase(2.0001)]
    [TestCase(-2)]
    [TestCase(0)]
    public void A_wrong_factor_is_rejected(double factor) =>
        Rejects(x => Square(x, (x, dy) => dy * x * factor), "first order:");

    [Test]
    public void A_gradient_that_is_wrong_only_when_recorded_is_rejected() =>
        Rejects(x => Square(x, (x, dy) => BackwardPass.CreatesGraph ? dy * x * 2.1 : dy * x * 2), "first order with createGraph");

    [Test]
    public void A_gradient_that_is_cut_off_from_the_graph_is_rejected() =>
        Rejects(x => Square(x, (x, dy) => dy * x.Detach() * 2), "second order");

    [Test]
    public void A_gradient_for_the_wrong_element_is_rejected() =>
        Rejects(x => Square(x, (x, dy) => Tensor.Concat([(dy * x * 2).Slice(0, 1, 2), (dy * x * 2).Slice(0, 0, 1)])), "first order:");

    private static Tensor Square(Tensor x, Func<Tensor, Tensor, Tensor> gradient)
    {
        Tensor values = x.Detach();
        return (values * values).Record("Square", [x], dy => [gradient(x, dy)]);
    }

    private static void Rejects(Func<Tensor, Tensor> op, string comparison)
    {
        AssertionException? rejection = null;
        using (new NUnit.Framework.Internal.TestExecutionContext.IsolatedContext())
        {
            try
            {
                GradientAssert.Run(x => op(x[0]), [[3]]);
            }
            catch (AssertionException e)
            {
                rejection = e;
            }
        }

        Assert.That(rejection, Is.Not.Null, "the check accepted a wrong gradient");
        Assert.That(rejection!.Message, Does.Contain(comparison));
    }
}
