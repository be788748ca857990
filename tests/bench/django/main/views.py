from datetime import datetime
from urllib.parse import urlencode

from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.contrib.auth.forms import AuthenticationForm
from django.core import serializers
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from main.models import Product

PAGE = 24
SORTS = {
    'newest': ('Newest', '-date_added'),
    'name': ('Name', 'name'),
    'price': ('Cheapest first', 'price'),
    '-price': ('Dearest first', '-price'),
}


@login_required
def show_list(request):
    try:
        last_login = datetime.fromisoformat(request.COOKIES.get('last_login', ''))
    except ValueError:
        last_login = None
    products = Product.objects.filter(user=request.user).order_by('-date_added')[:100]
    return render(request, 'list.html', {'last_login': last_login, 'products': products})


def show_shop(request):
    q = request.GET.get('q', '')
    category = request.GET.get('category', '')
    sort = request.GET.get('sort', '')
    page = request.GET.get('page', '')
    sort = sort if sort in SORTS else 'newest'
    start = PAGE * int(page) if page.isdecimal() else 0

    on_sale = Product.objects.filter(available=True)
    found = on_sale.select_related('user').order_by(SORTS[sort][1])
    for word in q.split():
        found = found.filter(Q(name__icontains=word) | Q(description__icontains=word)
                             | Q(category__icontains=word))
    if category:
        found = found.filter(category=category)
    products = list(found[start:start + PAGE + 1])
    next_page = {'q': q, 'category': category, 'sort': sort, 'page': start // PAGE + 1}
    return render(request, 'shop.html', {
        'q': q,
        'category': category,
        'sort': sort,
        'sorts': [(name, label) for name, (label, order) in SORTS.items()],
        'categories': on_sale.order_by('category').values_list('category', flat=True).distinct(),
        'products': products[:PAGE],
        'next_page': urlencode(next_page) if len(products) > PAGE else None,
    })


def show_product(request, pk):
    product = get_object_or_404(Product.objects.select_related('user'), pk=pk, available=True)
    return render(request, 'product.html', {'product': product})


def show_json(request):
    products = Product.objects.filter(available=True).order_by('date_added')
    return HttpResponse(serializers.serialize('json', products), content_type='application/json')


def sign_in(request):
    form = AuthenticationForm(request, data=request.POST or None)
    if not form.is_valid():
        return render(request, 'login.html', {'form': form})
    login(request, form.get_user())
    response = redirect('list')
    response.set_cookie('last_login', timezone.now().isoformat(), httponly=True, samesite='Lax')
    return response
